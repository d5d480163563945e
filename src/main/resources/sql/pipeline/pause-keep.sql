-- Pauses a node, a stage or all; again changes nothing.
insert into pauses (target, kind, paused_by) values (:#target, :#targetKind, :#actor)
on conflict (target) do nothing
