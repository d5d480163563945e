-- Dead letters of one cause as one line each, latest trouble first, as the answer's JSON.
with groups as (
    select l.fingerprint, count(*) as letters, count(distinct l.org_id) as orgs, min(l.first_failed_at) as first,
           max(l.failed_at) as last, (array_agg(distinct l.org_id))[1:20] as some,
           count(*) filter (where l.outcome is null) as open,
           count(*) filter (where l.outcome = 'replayed') as replayed,
           count(*) filter (where l.outcome = 'healed') as healed,
           count(*) filter (where l.outcome = 'failed-again') as again,
           (array_agg(l.id order by l.failed_at desc))[1] as example
    from dead_letters_matching(:#filter::jsonb) l
    group by l.fingerprint
), first as (
    select groups.*, row_number() over (order by last desc, fingerprint) as n
    from groups order by last desc, fingerprint limit :#limit::bigint
)
select jsonb_build_object(
    'total', (select count(*) from groups),
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'fingerprint', f.fingerprint, 'causeClass', l.cause_class, 'code', l.error_code, 'stage', l.stage,
        'count', f.letters, 'open', f.open, 'replayed', f.replayed, 'healed', f.healed, 'failedAgain', f.again,
        'orgCount', f.orgs, 'orgs', f.some, 'firstFailedAt', f.first, 'lastFailedAt', f.last,
        'persists', w.warnings is not null, 'warnings', coalesce(w.warnings, '[]'),
        'example', dead_letter_json(l)) order by f.n), '[]')
)::text
from first f
join dead_letter_jobs l on l.id = f.example
left join dead_letter_warnings((select array_agg(fingerprint) from first),
                               make_interval(mins => :#recentMinutes::int), string_to_array(:#serversDown, ',')) w
     on w.fingerprint = f.fingerprint
