"""The branch head's page: the floor as it is now, and any day in numbers."""
