-- The oldest jobs that a filter means, as many as one call takes, comma-separated.
select coalesce(string_agg(m.id::text, ','), '') as "jobIds", count(*) as "matched"
from (select j.id from jobs j
      where j.state = any(string_to_array(:#states, ','))
        and (:#filterOrg::text is null or j.org_id = :#filterOrg)
        and (:#filterStage::text is null or j.stage = :#filterStage)
        and (:#filterState::text is null or j.state = :#filterState)
        and (:#filterCode::text is null or j.error_code = :#filterCode)
        and (:#filterDocument::text is null or j.document_id = (:#filterDocument::text)::uuid)
        and (:#filterWorker::text is null or j.worker = :#filterWorker)
      order by j.created_at, j.id
      limit 1000) m
