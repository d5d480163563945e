-- How an attempt ended. No row: another node has the delivery by now. A channel that takes nothing is one notice, however
-- much it does not take; the notice closes when the channel takes something.
with ended as (
    update alert_deliveries d
    set state = :#outcome, status = :#${header.status}::integer,
        error_code = :#${header.errorCode}::text, error_message = :#${header.errorMessage}::text,
        available_at = clock_timestamp() + make_interval(secs => :#delaySeconds::double precision),
        ended_at = case when :#outcome <> 'waiting' then clock_timestamp() end
    from alert_events e
    where d.id = :#deliveryId::bigint and d.attempt = :#attempt::integer and d.state = 'sending' and e.id = d.event_id
    returning d.channel, d.state, d.error_message, e.kind
), told as (
    insert into notices as n (audience, kind, notice_key, severity, text, details)
    select 'operator', 'alert-channel-failing', channel, 'P1',
           'Alerts do not reach the channel ' || channel || ': ' || coalesce(error_message, 'no reason was given'),
           jsonb_build_object('channel', channel)
    from ended where state = 'failed' and kind <> 'test'
    on conflict (kind, notice_key) do update
        set closed_at = null, created_at = clock_timestamp(), due_at = clock_timestamp(), text = excluded.text
        where n.closed_at is not null
    returning 1
), closed as (
    update notices n set closed_at = clock_timestamp()
    from ended
    where ended.state = 'delivered' and n.kind = 'alert-channel-failing' and n.notice_key = ended.channel
      and n.closed_at is null
    returning 1
)
select state as "state", channel as "channel" from ended
