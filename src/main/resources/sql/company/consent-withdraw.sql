-- The caller agrees no longer, to no version of the text.
with withdrawn as (
    update user_consents
    set withdrawn_at = clock_timestamp()
    where org_id = current_setting('serai.org') and user_id = :#${exchangeProperty.userId} and kind = :#kind
      and withdrawn_at is null
    returning *
)
insert into activity_log (org_id, actor, action, subject, details)
select org_id, user_id, 'consent.withdrawn', kind, jsonb_build_object('version', version) from withdrawn
