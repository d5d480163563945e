-- Dead letters between two moments that the outbox has given away.
select count(*) from dead_letter_jobs d
where d.failed_at >= :since and d.failed_at < :until
  and not exists (select from outbox o where o.topic = 'serai.dead-letters' and o.payload->>'id' = d.id::text)
