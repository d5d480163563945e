-- Nothing fires until then.
insert into schedule_pauses (job, until, reason, paused_by)
values (:#job, :#until::timestamptz, :#reason, :#${exchangeProperty.userId})
on conflict (job) do update
set until = excluded.until, reason = excluded.reason, paused_by = excluded.paused_by, paused_at = clock_timestamp()
returning jsonb_build_object('job', job, 'until', until, 'reason', reason, 'by', paused_by)::text
