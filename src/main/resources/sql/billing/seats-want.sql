-- How many seats each org uses, and whether Stripe must be told. Only a change asks for a push, or a bill that is near;
-- while one is under way the wish waits for its end. A row stays when its facts go: its generation must never come again.
with facts as (
    select orgs.org_id, m.used, s.seat_item_id as item_id, s.seats_bought::integer as bought,
           coalesce(t.terminal, false) or coalesce(s.status in ('canceled', 'incomplete_expired'), false) as over
    from jsonb_array_elements_text(:#orgs::jsonb) as orgs (org_id)
    -- offset 0: otherwise the planner makes the view for all orgs first.
    left join lateral (select * from billing_subscriptions b where b.org_id = orgs.org_id offset 0) s on true
    -- Members; null while Clerk has told of none, which is not the same as none.
    cross join lateral (
        select case when count(*) = 0 then null else
                   (count(distinct m.owner) filter (where not m.terminal and not coalesce(u.terminal, false)))::integer end as used
        from provider_objects m
        left join provider_objects u on u.provider = 'clerk' and u.kind = 'user' and u.object_id = m.owner
        where m.provider = 'clerk' and m.kind = 'membership' and m.org_id = orgs.org_id) m
    left join provider_objects t on t.provider = 'clerk' and t.kind = 'organization' and t.object_id = orgs.org_id
), wanted as (
    select f.*, b.org_id is not null as known, not f.over and f.item_id is not null and f.used is not null
                and (f.used is distinct from f.bought
                     or (b.pushed is not null and b.item_id = f.item_id and b.pushed <> f.used)) as push,
           b.org_id is null or (f.used, f.item_id, f.bought) is distinct from (b.used, b.item_id, b.bought)
               or exists (select from jsonb_to_recordset(:#observations::jsonb) as o (kind text) where o.kind = 'upcoming')
               as changed
    from facts f left join billing_seats b on b.org_id = f.org_id
), closed as (
    update notices n set closed_at = clock_timestamp()
    from wanted w
    where w.changed and not w.push and n.kind = 'billing.seats-dead' and n.org_id = w.org_id and n.closed_at is null
)
insert into billing_seats as b (org_id, used, item_id, bought, generation, state)
select org_id, used, item_id, bought, push::integer, case when push then 'waiting' else 'synced' end
from wanted where changed and (known or used is not null or item_id is not null)
on conflict (org_id) do update
    set used = excluded.used, item_id = excluded.item_id, bought = excluded.bought,
        pushed = case when b.item_id = excluded.item_id then b.pushed end,
        generation = b.generation + excluded.generation,
        state = case when b.state = 'pushing' and b.next_attempt_at > clock_timestamp() then b.state else excluded.state end,
        failures = 0, error = null, updated_at = clock_timestamp(),
        next_attempt_at = case when b.state = 'pushing' then b.next_attempt_at else clock_timestamp() end
