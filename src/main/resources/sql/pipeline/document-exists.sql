-- Whether any document refers to an object of the store.
select d.storage_key from documents d where d.storage_key = :#storageKey
