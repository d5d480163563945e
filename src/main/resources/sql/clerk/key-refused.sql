-- Operators are told once for each key that Clerk refuses; when it is refused again after it worked, the notice opens again.
insert into notices (audience, kind, notice_key, severity, text, details)
values ('operator', 'clerk-key-refused', :#keyMark, 'P2',
        'Clerk refuses a call with the hub''s secret key: check CLERK_SECRET_KEY', jsonb_build_object('status', :#clerkStatus::integer))
on conflict (kind, notice_key) do update
    set closed_at = null, details = excluded.details, due_at = clock_timestamp()
    where notices.closed_at is not null
