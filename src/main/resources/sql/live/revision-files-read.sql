select f.path, c.content, f.folder_hash
from route_revision_files f
left join route_contents c using (hash)
where f.number = :number
