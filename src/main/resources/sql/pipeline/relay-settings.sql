-- For this transaction only. Tables that fill and empty within seconds mislead the planner, so that it reads them whole,
-- by the table or by an index of another order whose rows it then sorts; and the commit need not reach the disk: a crash
-- of the database sends some wake-ups again, which claims survive.
select set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true),
       set_config('synchronous_commit', 'off', true)
