-- Open sessions of an org whose time is over on its local day, or whose member is none any more.
update checkin_sessions s
set state = case when s.expires_on <= :#localDate::date then 'expired' else 'skipped' end, updated_at = clock_timestamp()
where s.org_id = :#orgId and s.state = 'pending'
  and (s.expires_on <= :#localDate::date
       or exists (select from members m where m.org_id = s.org_id and m.user_id = s.member_id and m.ended_at is not null))
