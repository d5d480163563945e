-- Vectors do not compress; trying costs more than storing them.
alter table document_chunks alter column embedding set storage external;
