-- What a replay would do: the matches that can be replayed become its items, the others are counted with the reason.
with matching as materialized (
    select m.id, m.job_id, m.stage, m.fingerprint, m.failed_at, v.verdict
    from dead_letters_matching(:#filter::jsonb) m join dead_letter_verdicts v on v.id = m.id
), able as materialized (
    select id, job_id, stage, fingerprint, row_number() over (order by failed_at, id) as n
    from matching where verdict = 'replayable'
    order by n limit :#most::bigint
), reasons as (
    select verdict, count(*) as letters, (array_agg(id order by failed_at desc))[1:10] as examples
    from matching where verdict <> 'replayable' group by verdict
), told as (
    select is_healed(verdict) as healed, sum(letters) as letters,
           jsonb_agg(jsonb_build_object('verdict', verdict, 'why', verdict_text(verdict), 'count', letters,
                                        'examples', examples) order by letters desc) as reasons
    from reasons group by is_healed(verdict)
), stages as (
    select * from unnest(array['store', 'chunk', 'embed', 'index']) with ordinality s (stage, place)
), pace as (
    select stage, avg(extract(epoch from ended_at - started_at)) as seconds
    from (select stage, outcome, ended_at, started_at from job_stages order by id desc limit 2000) s
    where outcome = 'done' group by stage
), slowest as (
    select s.stage, count(*) * p.seconds / greatest(1, (:#consumers::jsonb->>s.stage)::numeric) as seconds
    from stages s
    join pace p on p.stage = s.stage
    join able a on s.place >= case when :#restart = 'start' then 1
                                   else (select f.place from stages f where f.stage = a.stage) end
    group by s.stage, p.seconds
    order by seconds desc limit 1
), numbers as (
    select (select count(*) from matching) as matches, (select count(*) from able) as included,
           (select count(*) from matching where verdict = 'replayable') as replayable
), causes as (
    select a.fingerprint, count(*) as letters from able a group by a.fingerprint order by letters desc limit 50
), warned as (
    select jsonb_agg(jsonb_build_object('fingerprint', c.fingerprint, 'count', c.letters, 'warnings', w.warnings)
                     order by c.letters desc) as all_of_them
    from causes c
    join dead_letter_warnings((select array_agg(fingerprint) from causes), make_interval(mins => :#recentMinutes::int),
                              string_to_array(:#serversDown, ',')) w on w.fingerprint = c.fingerprint
), run as (
    insert into replay_runs (id, state, restart, filter, rate_per_minute, stop_after, created_by, summary)
    select :#planId::uuid, 'planned', :#restart, :#filter::jsonb, :#ratePerMinute::int, :#stopAfter::int,
           :#${exchangeProperty.userId}, jsonb_build_object(
        'matches', matches, 'replayable', replayable, 'included', included, 'leftOut', replayable - included,
        'alreadyHealed', coalesce((select letters from told where healed), 0),
        'alreadyHealedWhy', coalesce((select reasons from told where healed), '[]'),
        'notReplayable', coalesce((select letters from told where not healed), 0),
        'notReplayableWhy', coalesce((select reasons from told where not healed), '[]'),
        'unknownIds', (select coalesce(jsonb_agg(i), '[]') from jsonb_array_elements_text(:#filter::jsonb->'ids') i
                       where not exists (select from matching where id = i::uuid)),
        'estimateSeconds', ceil(greatest(included * 60.0 / :#ratePerMinute::int, coalesce((select seconds from slowest), 0))),
        'estimateLimitedBy', case when (select seconds from slowest) > included * 60.0 / :#ratePerMinute::int
                                  then 'stage ' || (select stage from slowest) else 'rate' end,
        'persists', (select all_of_them from warned) is not null,
        'warnings', coalesce((select all_of_them from warned), '[]'))
    from numbers
)
insert into replay_items (run_id, n, letter_id, job_id)
select :#planId::uuid, n, id, job_id from able
