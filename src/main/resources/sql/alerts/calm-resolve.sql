-- A flapping alert is over once its cause has stayed away for the whole window.
with calm as (
    update alerts set state = 'resolved', resolved_by = 'hub', resolved_at = clock_timestamp()
    where state <> 'resolved' and flapping
      and cleared_at < clock_timestamp() - make_interval(secs => :#flapSeconds::double precision)
    returning id
)
insert into alert_events (alert_id, kind, actor, note)
select id, 'resolved', 'hub', 'its cause stayed away' from calm
