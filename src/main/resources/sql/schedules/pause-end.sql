-- What comes from now on fires again; what came meanwhile does not. Ending what is over changes nothing.
with ended as (
    update schedule_pauses set until = clock_timestamp() where job = :#job and until > clock_timestamp() returning *
)
select jsonb_build_object('job', :#job::text, 'wasPaused', exists (select from ended))::text
