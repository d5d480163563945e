insert into route_switches (route_id, wanted, author, reason)
values (:#routeId, :#wanted, :#${exchangeProperty.userId}, :#reason)
on conflict (route_id) do update
    set wanted = excluded.wanted, author = excluded.author, reason = excluded.reason, since = clock_timestamp()
