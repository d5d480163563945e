-- Gaps and anomalies in time. This version of the hub has no table timeline_events (dates found in documents); the check
-- covers the timelines that exist: each job's history in job_stages, and each org's index_changes, whose positions must
-- follow each other as they were committed.
--
--   psql "$SERAI_CHECK_URL" -f ops/checks/check_timeline.sql
--
-- One row for each kind of anomaly with its count and one example; level OK asks for nothing.
with steps as (
    select s.*, lag(s.ended_at) over w as before_ended, lag(s.queued_at) over w as before_queued
    from job_stages s
    window w as (partition by s.job_id order by s.id)
), done as (
    select j.id, j.document_id,
           array_agg(s.stage order by s.id) filter (where s.outcome = 'done') as stages
    from jobs j join job_stages s on s.job_id = j.id
    where j.state = 'completed'
    group by j.id, j.document_id
), positions as (
    select c.org_id, c.position, c.at, lag(c.at) over w as before_at,
           p.position as last_position
    from index_changes c left join index_positions p on p.org_id = c.org_id
    window w as (partition by c.org_id order by c.position)
), anomalies as (
    select 1 as place, 'steps that end before they start' as what,
           count(*) as n, min(job_id::text) as example
    from steps where ended_at < started_at
    union all
    select 2, 'steps that start before they were queued', count(*), min(job_id::text)
    from steps where started_at < queued_at
    union all
    select 3, 'steps that overlap the one before in the same job', count(*), min(job_id::text)
    from steps where started_at < before_ended
    union all
    select 4, 'gaps of more than 1 second between a step and the queueing of the next', count(*), min(job_id::text)
    from steps where queued_at > before_ended + interval '1 second' and before_ended is not null
    union all
    select 5, 'completed jobs that skipped a stage', count(*), min(id::text)
    from done where stages is null or not stages @> array['store', 'chunk', 'embed', 'index']
    union all
    select 6, 'steps in the future', count(*), min(job_id::text)
    from steps where ended_at > now() + interval '1 minute'
    union all
    select 7, 'index changes beyond their org''s position', count(*), min(org_id || ':' || position)
    from positions where last_position is null or position > last_position
    union all
    select 8, 'index changes older than the one before by more than 1 minute', count(*), min(org_id || ':' || position)
    from positions where at < before_at - interval '1 minute'
)
select case when n = 0 then 'OK' else 'P3' end as level,
       what,
       n::text as value,
       '0' as expected,
       case when n = 0 then 'nothing'
            else 'look at ' || example || ': '
                 || case when place in (7, 8) then 'was index_positions restored without index_changes? '
                              || 'POST /api/admin/reconcile mends what indexes lack'
                         when place in (4) then 'a job was woken again after a lost wake-up, or queued by hand; nothing is lost'
                         else 'do the nodes'' and the database''s clocks agree? Rows are written by the database only'
                    end
            end as what_to_do
from anomalies
order by n = 0, place;
