-- Removes a dead letter for good; what it was about goes to the audit log.
delete from dead_letter_jobs where id = :#deadLetterId::uuid
returning jsonb_build_object('org', org_id, 'documentId', document_id, 'jobId', job_id, 'stage', stage, 'code', error_code,
                             'fingerprint', fingerprint, 'outcome', coalesce(outcome, 'open'),
                             'reason', :#reason::text)::text
