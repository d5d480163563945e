-- Merges the given settings; null goes back to the hub's default. No row comes back when nothing changes.
update company_settings s
set (cap_table_enabled, allow_free_text_sentiment, allow_translation, data_retention_days, employee_can_mark_private,
     privacy_notice_enabled, privacy_notice_text)
        = (select r.cap_table_enabled, r.allow_free_text_sentiment, r.allow_translation, r.data_retention_days,
                  r.employee_can_mark_private, r.privacy_notice_enabled, r.privacy_notice_text
           from jsonb_populate_record(s, :#changes::jsonb) r),
    features = jsonb_strip_nulls(s.features || :#features::jsonb)
where s.org_id = :#${exchangeProperty.orgId}
returning s.version
