"""What people do, one module a subject: the only door to the office's acts and reads."""
