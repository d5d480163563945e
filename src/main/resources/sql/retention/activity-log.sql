-- Only this function may shorten the log, and not below its own minimum.
select prune_activity_log(make_interval(secs => :keep), :batch)
