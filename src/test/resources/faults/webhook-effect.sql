insert into drill_effects (event_id) values (:#eventId)
