"""The administrator's window: how this PC is, and everything that set-up once asked."""
