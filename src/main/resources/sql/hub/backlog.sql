-- How much waits, and how long it has waited.
select (select count(*) from dead_letter_jobs where outcome is null) as "deadLetters",
       (select count(*) from outbox) as "outboxWaiting",
       (select coalesce(extract(epoch from clock_timestamp() - min(available_at)), 0)::bigint
        from outbox where available_at <= clock_timestamp()) as "outboxLagSeconds",
       (select count(*) from jobs where state = 'waiting') as "jobsWaiting",
       (select count(*) from jobs where state = 'active') as "jobsActive"
