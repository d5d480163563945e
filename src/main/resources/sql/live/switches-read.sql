select route_id, wanted from route_switches
