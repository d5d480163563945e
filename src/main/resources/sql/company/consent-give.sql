-- The caller agrees to a version of a text; agreeing twice is agreeing once.
with given as (
    insert into user_consents (org_id, user_id, kind, version)
    values (current_setting('serai.org'), :#${exchangeProperty.userId}, :#kind, :#version)
    on conflict (org_id, user_id, kind, version) where withdrawn_at is null do nothing
    returning *
)
insert into activity_log (org_id, actor, action, subject, details)
select org_id, user_id, 'consent.given', kind, jsonb_build_object('version', version) from given
