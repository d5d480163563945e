select state from webhook_events where seq = :#delivery
