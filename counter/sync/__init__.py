"""How stores come to hold the same events: wire format, client, engine."""
