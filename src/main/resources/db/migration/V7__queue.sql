-- A stage of many batches gives its job back between two of them while others wait, and leaves a line each time.
alter table job_stages drop constraint job_stages_outcome_check;
alter table job_stages add constraint job_stages_outcome_check
    check (outcome in ('done', 'continued', 'retried', 'dead-lettered', 'expired'));

create or replace function job_stage_ends() returns trigger language plpgsql as $$
begin
    insert into job_stages (job_id, org_id, stage, attempt, outcome, error_code, error_message, worker,
                            route_revision, queued_at, started_at)
    values (old.id, old.org_id, old.stage, old.stage_attempt,
            case when new.state = 'dead-lettered' then 'dead-lettered'
                 when new.error_code = 'SERAI-JOB-003' then 'expired'
                 when new.state = 'waiting' and new.stage = old.stage and new.error_code is null then 'continued'
                 when new.state = 'waiting' and new.stage = old.stage then 'retried'
                 else 'done' end,
            new.error_code, new.error_message, old.worker, old.route_revision, old.queued_at,
            coalesce(old.stage_started_at, old.queued_at));
    return null;
end $$;

-- Only what the window of a stage counts; every other update of a job leaves this index alone.
drop index jobs_waiting;
create index jobs_admitted on jobs (admitted_at) where state = 'waiting' and admitted_at is not null;
