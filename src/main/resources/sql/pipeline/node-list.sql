-- The names of all nodes that the hub remembers.
select n.name as "name" from nodes n order by n.name
