-- Why a mail was not resent or settled.
select m.state, m.variables = '{}' as gone,
       exists (select from mail_suppressions s where s.address = lower(m.recipient)) as suppressed
from email_logs m where m.id = :#mail
