-- Whom the log of this transaction's changes names.
select set_config('serai.actor', :#${exchangeProperty.userId}, true)
