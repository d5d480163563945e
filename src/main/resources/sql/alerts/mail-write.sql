-- One mail to each recipient for each event.
insert into email_logs (mail_key, template, recipient, variables)
select 'alert:' || :#eventId || ':' || r.address, 'alert', r.address, :#variables::jsonb
from jsonb_array_elements_text(:#mailTo::jsonb) as r (address)
on conflict (mail_key) do nothing
