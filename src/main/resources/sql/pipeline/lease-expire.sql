-- Jobs whose worker fell silent, and jobs whose wake-up was lost on the way, wait again; their trigger wakes them.
-- A wake-up that nobody may take at present is not lost: it waits in Kafka until a worker of its stage is back.
with served as (
    select distinct c.stage
    from live_nodes n cross join lateral jsonb_object_keys(n.consumers) c (stage)
    where not n.paused and not exists (select from pauses p where p.target = 'documents-' || c.stage)
), expired as (
    select id from jobs
    where state = 'active' and lease_until < statement_timestamp()
    order by id
    for update skip locked
), lost as (
    select j.id from jobs j
    where j.state = 'waiting'
      and j.stage in (select stage from served)
      and greatest(coalesce(j.admitted_at, j.queued_at), j.next_attempt_at) < clock_timestamp() - make_interval(secs => :#lostSeconds::double precision)
      and (j.admitted_at is not null or not exists (select from outbox o where o.job_id = j.id))
    order by j.id
    for update skip locked
), again as (
    update jobs j set state = 'waiting', lease_until = null, worker = null, admitted_at = null,
                      error_code = 'SERAI-JOB-003', error_message = 'The worker''s lease ran out',
                      queued_at = clock_timestamp(), next_attempt_at = clock_timestamp(),
                      updated_at = clock_timestamp()
    from expired e where j.id = e.id
)
update jobs j set admitted_at = null, queued_at = clock_timestamp()
from lost l where j.id = l.id
