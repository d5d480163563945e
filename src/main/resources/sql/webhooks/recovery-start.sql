insert into webhook_recoveries (source, since, until, created_by)
values (:#source, :#since::timestamptz, clock_timestamp(), :#${exchangeProperty.userId})
returning jsonb_build_object('recovery', id, 'source', source, 'since', since, 'until', until)::text
