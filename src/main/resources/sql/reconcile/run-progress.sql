-- One page of a step is done. No row: another node has the run.
update reconcile_runs set step = :step, cursor = :cursor, lease_until = clock_timestamp() + make_interval(secs => 60),
    counts = jsonb_set(counts, array[:step::text], jsonb_build_object(
        'examined', coalesce((counts->:step::text->>'examined')::bigint, 0) + :examined,
        'healed', coalesce((counts->:step::text->>'healed')::bigint, 0) + :healed,
        'reported', coalesce((counts->:step::text->>'reported')::bigint, 0) + :reported,
        'error', :error::text))
where id = :id::uuid and claim = :claim and state = 'running'
