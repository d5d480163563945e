-- What is active is looked at every second. By the other indexes of open jobs, that may read all that waits: with the
-- statistics of a moment ago, when next to nothing waited, they seem as good. No other index fits a state written so.
create index jobs_active on jobs (stage_started_at) where state || '' = 'active';
