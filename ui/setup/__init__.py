"""First start: what an office answers once, from its name to the recovery sheet in the safe."""
