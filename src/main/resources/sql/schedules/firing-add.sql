-- Slots become firings, one for each of those for whom they are slots. A firing that is there stays as it is: however
-- many nodes bring a slot, it fires once. Slots that nobody was there for are noted and told once. Whoever asks for a
-- slot has ten seconds to begin it before everybody may, so that the answer says what became of it.
with slots as (
    select * from jsonb_to_recordset(:#slots::jsonb) as s (job text, cron text, zone text, slot timestamptz, missed boolean)
), added as (
    insert into schedule_firings (job, scope, scheduled_for, trigger, state, zone, available_at, ended_at)
    select s.job, w.scope, s.slot, :#trigger, case when s.missed then 'missed' else 'waiting' end, s.zone,
           clock_timestamp() + case when :#trigger = 'tick' then interval '0' else interval '10 seconds' end,
           case when s.missed then clock_timestamp() end
    from slots s
    join schedule_wishes(:#jobs::jsonb) w on (w.job, w.cron, w.zone) = (s.job, s.cron, s.zone)
    where :#trigger <> 'tick' or w.since < s.slot
    order by s.slot, w.scope
    on conflict (job, scheduled_for, scope) do nothing
    returning id, job, scope, scheduled_for, state
), told as (
    insert into notices (audience, kind, notice_key, severity, text, details)
    select 'operator', 'schedule-missed', job || ' ' || min(scheduled_for), 'P2',
           format('%s of %s to %s did not fire: nobody was there in time', job,
                  to_char(min(scheduled_for) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                  to_char(max(scheduled_for) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
           jsonb_build_object('job', job, 'slot', max(scheduled_for), 'first', min(scheduled_for),
                              'slots', count(distinct scheduled_for), 'scopes', count(distinct scope),
                              'runbook', 'ScheduleMissed')
    from added where state = 'missed'
    group by job
    on conflict (kind, notice_key) do nothing
)
select job, count(*) filter (where state = 'waiting') as due, count(*) filter (where state = 'missed') as missed,
       jsonb_agg(id)::text as ids
from added
group by job
