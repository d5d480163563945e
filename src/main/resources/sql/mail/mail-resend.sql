-- Again from the start. No row: it is in another state, its text is gone, or its address is suppressed still.
update email_logs m
set state = 'waiting', failures = 0, available_at = clock_timestamp(), error_code = null, error_message = null,
    updated_at = clock_timestamp()
where m.id = :#mail and m.state in ('failed', 'unknown', 'suppressed') and m.variables <> '{}'
  and not exists (select from mail_suppressions s where s.address = lower(m.recipient))
returning jsonb_build_object('id', m.id, 'state', m.state)::text
