insert into route_contents (hash, content) values (:hash, :content) on conflict do nothing
