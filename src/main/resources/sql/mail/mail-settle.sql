-- Somebody found out what became of it. No row: it is not unknown.
with settled as (
    update email_logs
    set state = :#as, sent_at = case when :#as::text = 'sent' then coalesce(sent_at, updated_at) end,
        error_code = case when :#as::text = 'failed' then 'settled' end, error_message = null,
        updated_at = clock_timestamp()
    where id = :#mail and state = 'unknown'
    returning id, state
)
select jsonb_build_object('id', id, 'state', state)::text from settled
