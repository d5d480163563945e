-- Stripe has answered; a question that was asked anew meanwhile stays.
delete from billing_fetches where kind = :#kind and object_id = :#id and attempt = :#attempt::integer
