-- Nothing more is replayed; what is under way ends as it will.
update replay_runs set state = 'cancelled', cancelled_by = :#${exchangeProperty.userId}, finished_at = clock_timestamp()
where id = :#planId::uuid and state in ('planned', 'running')
returning jsonb_build_object('progress', replay_progress(id))::text
