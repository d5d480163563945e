-- It is over, and an operator has seen to its notices too. No change when it is over already.
with found as (
    select id, state from alerts where id = :#alert::bigint for update
), changed as (
    update alerts a set state = 'resolved', resolved_by = :#${exchangeProperty.userId}, resolved_at = clock_timestamp(),
                        note = coalesce(nullif(:#note, ''), a.note)
    from found f where a.id = f.id and f.state <> 'resolved'
    returning a.id
), told as (
    insert into alert_events (alert_id, kind, actor, note)
    select id, 'resolved', :#${exchangeProperty.userId}, :#note from changed
), closed as (
    update notices n set closed_at = clock_timestamp()
    from changed c join alert_notices l on l.alert_id = c.id
    where n.id = l.notice_id and n.closed_at is null
)
select state as "before" from found
