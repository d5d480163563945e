-- One session, as the answer's JSON; other members' are not there for a plain member.
select checkin_session_json(s)::text as "session" from checkin_sessions s
where s.id = :#sessionId::uuid
  and (:#org::text is null or s.org_id = :#org)
  and (:#member::text is null or s.member_id = :#member)
