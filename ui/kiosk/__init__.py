"""The ticket machine at the door: full screen, by touch, mouse or keyboard; nobody signs in."""
