-- Documents in the order of their objects' keys, as the file store lists them.
select org_id, id::text, storage_key, size_bytes from documents
where storage_key collate "C" > ? and updated_at < clock_timestamp() - make_interval(secs => ?)
order by storage_key collate "C"
limit ?
