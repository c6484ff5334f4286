"""The ASGI server that nodes below this one talk to."""
