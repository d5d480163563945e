-- Jobs that wait although nothing is on its way to wake them are woken again.
with page as (
    select id from jobs where state = 'waiting' and id > :cursor::uuid order by id limit :limit
), lost as (
    select j.id from jobs j
    where j.id in (select id from page) and j.state = 'waiting'
      and greatest(coalesce(j.admitted_at, j.queued_at), j.next_attempt_at)
          < clock_timestamp() - make_interval(secs => :grace)
      and not exists (select from outbox o where o.job_id = j.id)
    for update skip locked
), woken as (
    update jobs j set admitted_at = null, queued_at = clock_timestamp(), updated_at = clock_timestamp()
    from lost where j.id = lost.id
    returning j.id, j.org_id, j.document_id, j.stage
)
select (select id::text from page order by id offset :limit - 1 limit 1) as next,
       (select count(*) from page) as examined,
       (select count(note_finding('SERAI-RECON-001', org_id, id::text, 'healed',
            format('job %s of document %s waited at stage %s without a wake-up; it was woken', id, document_id, stage)))
        from woken) as healed,
       0 as reported
