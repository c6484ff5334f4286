"""`loket …`: the one command, for windows, servers and whoever looks after them."""

from __future__ import annotations

import click

from counter import __version__


@click.group(name="loket")
@click.version_option(__version__, prog_name="loket")
def main() -> None:
    """Serve people at a counter: queue, intake, receipts."""
