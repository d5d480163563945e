-- What nobody has acknowledged is told again.
with due as (
    update alerts a set told_at = clock_timestamp()
    from jsonb_to_recordset(:#severities::jsonb) as s (severity text, repeat double precision)
    where s.severity = a.severity and s.repeat > 0 and a.state = 'open' and a.cleared_at is null
      and a.told_at < clock_timestamp() - make_interval(secs => s.repeat)
    returning a.id
)
insert into alert_events (alert_id, kind, actor) select id, 'repeated', 'hub' from due
