-- Which of these objects a document refers to.
select storage_key from documents where storage_key = any(?)
