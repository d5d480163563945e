-- Stuck documents and jobs: work that does not move by itself.
--
--   psql "$SERAI_CHECK_URL" -f ops/checks/check_stuck_documents.sql
--
-- One row for each kind of stillness with its count; level OK asks for nothing. The sources' rule: active for more than
-- 10 minutes is stuck, more than 100 such jobs are P2. A lease that ended is taken over by the hub within seconds.
with kinds as (
    select 1 as place, 'documents on their way without an open job' as what,
           (select count(*) from documents d
            where d.status in ('uploaded', 'processing') and d.updated_at < now() - interval '10 minutes'
              and not exists (select from jobs j
                              where j.document_id = d.id and j.state in ('waiting', 'active', 'held'))) as n,
           0 as tolerated,
           'the reconcile sweep carries them on: POST /api/admin/reconcile, then ops/runbooks/SERAI-RECON-002.md'
               as what_to_do
    union all
    select 2, 'jobs active for more than 10 minutes',
           (select count(*) from jobs where state = 'active' and stage_started_at < now() - interval '10 minutes'),
           0, 'see the worker column of jobs: is that node alive, is the file unusually large? '
              || 'A dead worker is replaced by itself when its lease ends.'
    union all
    select 3, 'jobs whose lease ended more than 1 minute ago',
           (select count(*) from jobs where state = 'active' and lease_until < now() - interval '1 minute'),
           0, 'no node with the role scheduler runs; start one'
    union all
    select 4, 'jobs waiting for more than 10 minutes without a wake-up',
           (select count(*) from jobs j
            where j.state = 'waiting'
              and greatest(coalesce(j.admitted_at, j.queued_at), j.next_attempt_at) < now() - interval '10 minutes'
              and not exists (select from outbox o where o.job_id = j.id)),
           0, 'no node with the role scheduler runs, or Kafka keeps messages from workers: GET /api/health/deep'
    union all
    select 5, 'wake-ups due for more than 10 minutes',
           (select count(*) from outbox where available_at < now() - interval '10 minutes'),
           0, 'the relay stands or Kafka is down: GET /api/health/deep; or workers are far behind: add workers'
    union all
    select 6, 'documents processing whose open job is of another version',
           (select count(*) from documents d join jobs j on j.document_id = d.id
            where j.state in ('waiting', 'active', 'held') and j.version <> d.version),
           0, 'a defect of the hub: keep the rows of documents and jobs and report it'
)
select case when n <= tolerated then 'OK' when n > 100 then 'P2' else 'P3' end as level,
       what,
       n::text as value,
       tolerated::text as expected,
       case when n <= tolerated then 'nothing' else what_to_do end as what_to_do
from kinds
order by n > tolerated desc, place;
