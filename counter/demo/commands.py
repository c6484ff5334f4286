"""`loket demo` and the processes of its day."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("demo-station", hidden=True)
def demo_station() -> None:
    """A station of the simulated day; its driver talks to it."""
    from counter.demo.station_process import serve

    serve(sys.stdin, sys.stdout)


@click.command("demo-central", hidden=True)
@click.option("--folder", type=click.Path(path_type=Path), required=True)
@click.option("--port", type=int, required=True)
@click.option("--now-ms", type=int, required=True)
def demo_central(folder: Path, port: int, now_ms: int) -> None:
    """Central of the simulated day; its driver talks to it."""
    from counter.demo.central_process import serve

    serve(folder, port, now_ms, sys.stdin, sys.stdout)
