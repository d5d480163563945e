-- A job that was taken over, or whose wake-up was lost, has had its turn already: it goes before its org's other jobs.
create or replace function job_wakes() returns trigger language plpgsql as $$
declare
    again constant boolean := tg_op = 'UPDATE'
        and new.stage = old.stage
        and ((old.state = 'active' and new.error_code = 'SERAI-JOB-003')
             or (old.state = 'waiting' and old.admitted_at is not null and new.admitted_at is null));
begin
    insert into outbox (org_id, topic, message_key, payload, job_id, priority, available_at, due)
    values (new.org_id, 'serai.documents.' || new.stage, new.org_id || ':' || new.document_id,
            jsonb_build_object('v', 1, 'id', new.id, 'orgId', new.org_id, 'documentId', new.document_id,
                               'version', new.version, 'stage', new.stage, 'attempt', new.attempt,
                               'routeRevision', new.route_revision, 'at', clock_timestamp()),
            new.id, case when again then 1000 else 0 end + new.priority,
            new.next_attempt_at, new.next_attempt_at <= clock_timestamp());
    return null;
end $$;
