-- Documents that changed since a moment, oldest change first, from one place in that order on; of one org, or of all.
select (extract(epoch from d.updated_at) * 1000000)::bigint || '-' || d.id as id, d.org_id,
       json_build_object('documentId', d.id, 'fileName', d.file_name, 'status', d.status, 'code', d.error_code,
                          'stage', j.stage, 'state', j.state, 'updatedAt', d.updated_at)::text as event
from documents d
left join lateral (select stage, state from jobs where document_id = d.id order by created_at desc limit 1) j on true
where (d.updated_at, d.id) > (?, ?::uuid) and d.org_id = coalesce(?::text, d.org_id)
order by d.updated_at, d.id
limit ?
