-- Somebody with a token of this org named another org in a request.
insert into activity_log (org_id, actor, action, subject, details)
values (current_setting('serai.org'), :#${exchangeProperty.userId}, 'org.refused', :#operation, :#named::jsonb)
