insert into route_revisions (number, origin, author, reason, changes, node)
overriding system value
values (:number, :origin, :author, :reason, :changes::jsonb, :node)
