-- Somebody sees to it. No change when somebody does already.
with found as (
    select id, state from alerts where id = :#alert::bigint for update
), changed as (
    update alerts a set state = 'acknowledged', acknowledged_by = :#${exchangeProperty.userId}, acknowledged_at = clock_timestamp(),
                        note = coalesce(nullif(:#note, ''), a.note)
    from found f where a.id = f.id and f.state = 'open'
    returning a.id
), told as (
    insert into alert_events (alert_id, kind, actor, note)
    select id, 'acknowledged', :#${exchangeProperty.userId}, :#note from changed
)
select state as "before" from found
