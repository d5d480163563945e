-- A member of the org lets Clerk change something.
insert into activity_log (org_id, actor, action, subject, details)
values (current_setting('serai.org'), :#${exchangeProperty.userId}, :#noted, :#subject, :#details::jsonb)
