-- What the provider tells of one address; the same again changes nothing.
insert into mail_feedback (provider_id, address, kind, permanent, mail_id, details)
values (:#providerId, :#address, :#kind, :#permanent, :#${header.mailId}, :#feedbackDetails)
on conflict (provider_id, address, kind) do nothing
