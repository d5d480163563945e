-- Folds what an event says into the mirror: only what is greater replaces. Answers what was written, and which objects two
-- events of one second disagree about.
with seen as (
    select s.* from jsonb_to_recordset(:#observations::jsonb) as s (
        kind text, object_id text, org_id text, owner text, terminal boolean, event_at bigint, event_rank integer,
        state jsonb, change text)
), before as (
    select p.* from provider_objects p join seen s on s.kind = p.kind and s.object_id = p.object_id
    where p.provider = :#observer
), won as (
    insert into provider_objects as p
        (provider, kind, object_id, org_id, owner, terminal, event_at, event_rank, event_id, state)
    select :#observer, kind, object_id, org_id, owner, terminal, event_at, event_rank, :#eventId, state from seen
    on conflict (provider, kind, object_id) do update
        set org_id = coalesce(excluded.org_id, p.org_id), owner = excluded.owner, terminal = excluded.terminal,
            event_at = excluded.event_at, event_rank = excluded.event_rank, event_id = excluded.event_id,
            state = excluded.state, updated_at = clock_timestamp()
        where (excluded.terminal, excluded.event_at, excluded.event_rank, excluded.event_id)
            > (p.terminal, p.event_at, p.event_rank, p.event_id)
    returning p.kind, p.object_id
)
select (select count(*) from won) as won,
       (select coalesce(jsonb_agg(jsonb_build_object('object', replace(s.kind, '_', ' ') || ' ' || s.object_id,
                                                     'change', s.change)), '[]')::text
        from seen s join won w on w.kind = s.kind and w.object_id = s.object_id) as effects,
       (select coalesce(jsonb_agg(jsonb_build_object('kind', s.kind, 'id', s.object_id, 'at', s.event_at)), '[]')::text
        from seen s join before b on b.kind = s.kind and b.object_id = s.object_id
        where s.event_at = b.event_at and b.event_id <> :#eventId and s.state <> b.state
          and not s.terminal and not b.terminal) as doubtful
