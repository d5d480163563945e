-- How many mails are where, and how long the oldest has been due.
select coalesce((select jsonb_object_agg(state, n) from (
            select state, count(*) as n from email_logs
            where state in ('waiting', 'sending', 'failed', 'unknown') group by state) s), '{}')::text as states,
       coalesce((select extract(epoch from clock_timestamp() - min(available_at)) from email_logs
                 where state = 'waiting' and available_at <= clock_timestamp()), 0)::float8 as oldest,
       (select count(*) from mail_suppressions) as suppressions
