-- Asks for a run; one that is open already is answered instead.
with asked as (
    insert into reconcile_runs (asked_by) values (:#askedBy)
    on conflict do nothing
    returning id, asked_at, state
)
select id::text as "runId", state as "state", asked_at::text as "askedAt" from asked
union all
select id::text, state, asked_at::text from reconcile_runs where state <> 'done' and not exists (select from asked)
limit 1
