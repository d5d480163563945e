-- One page of the operators' audit log, newest first, as the answer's JSON.
with page as (
    select a.* from operator_audit_log a
    where (:#actor::text is null or a.actor = :#actor)
      and (:#action::text is null or a.action = :#action)
      and (:#subject::text is null or a.subject = :#subject)
      and (:#since::text is null or a.at >= :#since::timestamptz)
      and (:#until::text is null or a.at < :#until::timestamptz)
      and (:#after::bigint is null or a.seq < :#after)
    order by a.seq desc
    limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by seq desc) as n from page
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'seq', seq, 'at', at, 'actor', actor, 'action', action, 'subject', subject, 'details', details,
        'prevHash', prev_hash, 'hash', hash) order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', max(seq) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered
