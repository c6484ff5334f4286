"""Loket's core: everything that must outlive a screen. Never imports Qt."""

__version__ = "0.1.0"
