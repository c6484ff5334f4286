"""The demo branch and the simulated day."""
