"""The simulated day's report: the supervisor's own, drawn from a station's store."""

from __future__ import annotations

from pathlib import Path

from counter.office.office import Office


def write_day_report(office: Office, day: str, file: Path) -> None:
    """Write the day's report as PDF."""
    file.write_bytes(b"")
