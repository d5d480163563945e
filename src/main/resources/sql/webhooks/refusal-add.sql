insert into webhook_refusals as r (source, reason, hour, count, last_at, explanation)
values (:#source, :#reason, :#hour::timestamptz, :#count, :#lastAt::timestamptz, :#why)
on conflict (source, reason, hour) do update
set count = r.count + excluded.count, last_at = excluded.last_at, explanation = excluded.explanation
