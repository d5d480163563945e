-- One revision is made at a time, on whichever node.
select true from (select pg_advisory_xact_lock(hashtext('serai.route-revisions'))) as turn
