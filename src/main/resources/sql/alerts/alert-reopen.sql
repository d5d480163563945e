-- It is not over, or nobody sees to it after all; unless a newer alert of the same cause is open.
with found as (
    select a.id, a.state,
           (select b.id from alerts b where b.source = a.source and b.org_id = a.org_id and b.alert_key = a.alert_key
              and b.state <> 'resolved' and b.id <> a.id) as newer
    from alerts a where a.id = :#alert::bigint for update
), changed as (
    update alerts a set state = 'open', acknowledged_by = null, acknowledged_at = null, resolved_by = null, resolved_at = null,
                        cleared_at = null, told_at = clock_timestamp(), note = coalesce(nullif(:#note, ''), a.note)
    from found f where a.id = f.id and f.state <> 'open' and f.newer is null
    returning a.id
), told as (
    insert into alert_events (alert_id, kind, actor, note)
    select id, 'reopened', :#${exchangeProperty.userId}, :#note from changed
)
select state as "before", newer as "newer" from found
