-- Finished jobs with their history. The newest job of a document and a job with an open dead letter stay.
with gone as (
    delete from jobs where id = any (array(
        select j.id from jobs j
        where j.state in ('completed', 'failed', 'dead-lettered')
          and j.finished_at < clock_timestamp() - make_interval(secs => :keep)
          and exists (select from jobs n where n.document_id = j.document_id and n.created_at > j.created_at)
          and not exists (select from dead_letter_jobs d where d.job_id = j.id and d.outcome is null)
        order by j.finished_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone
