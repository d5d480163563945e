-- What is over: no mail is unknown for that cause any more; none has failed for that cause for a while, or none is left.
update notices n
set closed_at = clock_timestamp()
where n.closed_at is null and n.audience = 'operator' and n.kind in ('mail-failed', 'mail-unknown')
  and not exists (
      select from email_logs m
      where m.state = substr(n.kind, 6) and m.state in ('failed', 'unknown')
        and m.provider = n.details ->> 'provider' and m.error_code = n.details ->> 'code'
        and (m.state = 'unknown' or m.updated_at > clock_timestamp() - make_interval(secs => :#quietSeconds::integer)))
