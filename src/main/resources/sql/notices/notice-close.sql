-- An operator has seen to it. Closing twice changes nothing.
update notices set closed_at = coalesce(closed_at, clock_timestamp()) where id = :#notice
returning jsonb_build_object('notice', id, 'kind', kind, 'key', notice_key, 'closedAt', closed_at)::text
