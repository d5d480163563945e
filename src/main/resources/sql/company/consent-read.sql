-- How the caller stands to one kind of consent, as the answer's JSON.
select jsonb_build_object(
    'kind', :#kind::text,
    'given', has_consent(current_setting('serai.org'), :#${exchangeProperty.userId}, :#kind),
    'versions', coalesce((
        select jsonb_agg(jsonb_build_object('version', version, 'givenAt', given_at) order by id)
        from user_consents
        where org_id = current_setting('serai.org') and user_id = :#${exchangeProperty.userId} and kind = :#kind
          and withdrawn_at is null), '[]'))::text
