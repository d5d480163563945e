-- What the conditions say now against what they said before: one that holds for long enough is an alert, one that does
-- not hold any more ends its alert.
with asked as (
    select * from jsonb_to_recordset(:conditions::jsonb)
        as c (name text, title text, severity text, runbook text, seconds double precision)
), holds as (
    select * from jsonb_to_recordset(:holding::jsonb) as h (name text, key text, value double precision, text text)
), gone as (
    delete from alert_watches w using asked c
    where w.condition = c.name
      and not exists (select from holds h where h.name = w.condition and h.key = w.watch_key)
), kept as (
    insert into alert_watches as w (condition, watch_key, value) select name, key, value from holds
    on conflict (condition, watch_key) do update set value = excluded.value
    returning w.condition, w.watch_key, w.since
), raised as (
    select x.alert
    from kept k join holds h on h.name = k.condition and h.key = k.watch_key join asked c on c.name = h.name
    cross join lateral alert_raise(
        c.name, '', h.key, c.severity, c.title, left(h.text, 4000), jsonb_build_object('value', h.value), c.runbook,
        '{}'::text[], 'hub', :flaps::integer, :flapSeconds::double precision) x
    where k.since <= clock_timestamp() - make_interval(secs => c.seconds)
), cleared as (
    select alert_clear(a.id, 'hub', 'the condition does not hold any more') as over
    from alerts a join asked c on c.name = a.source
    where a.opened_by = 'hub' and a.state <> 'resolved' and a.cleared_at is null
      and not exists (select from holds h where h.name = a.source and h.key = a.alert_key)
)
select (select count(*) from raised) as raised, (select count(*) from cleared where over) as cleared
