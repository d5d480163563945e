-- Nothing keeps this from being written twice but the transaction that it is in.
insert into schedule_drill (job, org, slot, node) values (:#job, :#orgId, :#scheduledFor::timestamptz, :#${header.zone})
