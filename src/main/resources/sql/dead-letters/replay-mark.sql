-- What was revived is under way; what was not had changed in that moment.
update replay_items i set state = case when j.state in ('waiting', 'active', 'held') then 'replayed' else 'skipped' end,
                          why = case when j.state in ('waiting', 'active', 'held') then null else 'changed' end
from jobs j
where i.run_id = :#planId::uuid and i.state = 'planned' and i.job_id = j.id
  and i.job_id = any(string_to_array(:#jobIds, ',')::uuid[])
