delete from route_switches where route_id = :#routeId
