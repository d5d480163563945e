-- All chunks of this version from one JSON array; a repeated attempt replaces them.
with cleared as (
    delete from document_chunks
    where document_id = :#documentId::uuid and version = :#version::integer
      and ordinal >= jsonb_array_length(:#chunks::jsonb)
)
insert into document_chunks (document_id, version, ordinal, org_id, text, context, page, start_offset, end_offset,
                             headings, tokens)
select :#documentId::uuid, :#version::integer, c.ordinal, current_setting('serai.org'), c.text, c.context, c.page,
       c.start, c."end", c.headings, c.tokens
from jsonb_to_recordset(:#chunks::jsonb)
    as c(ordinal integer, text text, context text, page integer, start integer, "end" integer, headings jsonb, tokens integer)
on conflict (document_id, version, ordinal) do update
    set text = excluded.text, context = excluded.context, page = excluded.page, start_offset = excluded.start_offset,
        end_offset = excluded.end_offset, headings = excluded.headings, tokens = excluded.tokens,
        embedding = null, embedding_model = null
