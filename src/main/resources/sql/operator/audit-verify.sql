-- The first row at which the chain of the operators' audit log is broken, and how many rows there are. The hash is
-- computed here, not by the database's own function, which somebody may have changed.
with chain as (
    select seq, prev_hash, hash, lag(seq, 1, 0::bigint) over (order by seq) as before,
           lag(hash, 1, repeat('0', 64)) over (order by seq) as hash_before,
           encode(sha256(convert_to(jsonb_build_array(
               seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor, action, subject,
               details, prev_hash)::text, 'UTF8')), 'hex') as computed
    from operator_audit_log
), broken as (
    select seq, case when seq <> before + 1 then 'rows before it are missing'
                     when prev_hash <> hash_before then 'it does not follow the row before it'
                     else 'it was changed' end as why
    from chain
    where seq <> before + 1 or prev_hash <> hash_before or hash <> computed
    union all
    select h.seq, 'rows at the end are missing or were added'
    from operator_audit_head h
    where (h.seq, h.hash) is distinct from
          (coalesce((select max(seq) from chain), 0),
           coalesce((select hash from chain order by seq desc limit 1), repeat('0', 64)))
)
select (select count(*) from chain) as rows, b.seq, b.why
from (select 1) one left join (select seq, why from broken order by seq limit 1) b on true
