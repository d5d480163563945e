-- What the named jobs are doing, for those who ask why nothing was done with them.
select j.id::text as "id", j.state as "state", j.stage as "stage", j.worker as "worker", d.version > j.version as "over",
       (select o.id::text from jobs o where o.document_id = j.document_id and o.id <> j.id
        and o.state in ('waiting', 'active', 'held')) as "openJob"
from jobs j join documents d on d.id = j.document_id
where j.id = any(string_to_array(:#jobIds, ',')::uuid[])
