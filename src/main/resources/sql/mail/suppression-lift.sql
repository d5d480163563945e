-- The address gets mails again.
delete from mail_suppressions where address = lower(:#address)
returning jsonb_build_object('address', address, 'reason', reason, 'since', created_at)::text
