-- One live run for this node alone, for this transaction; a run is due once in a tick, however many nodes look.
update replay_runs set ticked_at = clock_timestamp()
where id = (select id from replay_runs
            where settled_at is null and state <> 'planned'
              and ticked_at <= clock_timestamp() - make_interval(secs => :#tickMillis::int / 1000.0)
            order by ticked_at limit 1
            for update skip locked)
returning id::text as "planId"
