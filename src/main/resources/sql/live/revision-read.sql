-- One revision with its files, as the answer's JSON; no row when there is none of that number.
select jsonb_build_object(
    'revision', number, 'origin', origin, 'author', author, 'reason', reason, 'node', node,
    'appliedAt', applied_at, 'changes', changes -> 'parts',
    'files', (select jsonb_object_agg(f.path, c.content)
              from route_revision_files f join route_contents c using (hash)
              where f.number = r.number)
)::text
from route_revisions r
where number = :#revision
