-- What became of the run's messages that are under way.
update replay_items i set state = e.state, why = e.why
from (select u.n,
             case when l.outcome = 'healed' or j.state = 'completed' then 'healed'
                  when l.outcome = 'failed-again' or j.state = 'failed' then 'failed'
                  when l.id is null or j.id is null then 'skipped' end as state,
             case when l.outcome = 'healed' or j.state = 'completed' or l.outcome = 'failed-again' or j.state = 'failed'
                  then null when l.id is null then 'letter-deleted' when j.id is null then 'document-deleted' end as why
      from replay_items u
      left join dead_letter_jobs l on l.id = u.letter_id
      left join jobs j on j.id = u.job_id
      where u.run_id = :#planId::uuid and u.state = 'replayed') e
where i.run_id = :#planId::uuid and i.n = e.n and e.state is not null
