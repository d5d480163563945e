-- Steps of finished jobs that stay as the newest of their document.
with gone as (
    delete from job_stages where id = any (array(
        select s.id from job_stages s join jobs j on j.id = s.job_id
        where s.ended_at < clock_timestamp() - make_interval(secs => :keep)
          and j.state in ('completed', 'failed', 'dead-lettered')
          and not exists (select from dead_letter_jobs d where d.job_id = j.id and d.outcome is null)
        order by s.id limit :batch for update of s skip locked))
    returning 1
)
select count(*) from gone
