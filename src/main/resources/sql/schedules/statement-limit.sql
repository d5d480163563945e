-- No statement of this transaction may take longer than the job's timeout.
select set_config('statement_timeout', :#timeoutMillis, true)
