-- Notes who replayed a dead letter.
update dead_letter_jobs set outcome = 'replayed', replay_count = replay_count + 1, replayed_at = clock_timestamp(),
                            replayed_by = :#${exchangeProperty.userId}
where id = :#deadLetterId::uuid and outcome is null
