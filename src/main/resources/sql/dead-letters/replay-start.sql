-- A plan begins to run, once. Its first item is due at once.
update replay_runs set state = 'running', started_by = :#${exchangeProperty.userId}, started_at = clock_timestamp(),
                       paced_until = clock_timestamp() - make_interval(secs => 60.0 / rate_per_minute)
where id = :#planId::uuid and state = 'planned'
returning jsonb_build_object('included', summary->'included', 'from', restart, 'filter', filter,
                             'ratePerMinute', rate_per_minute, 'stopAfterFailures', stop_after)::text
