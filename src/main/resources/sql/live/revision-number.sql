select nextval(pg_get_serial_sequence('route_revisions', 'number'))
