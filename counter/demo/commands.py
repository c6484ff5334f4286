"""`loket demo`, and the hidden commands by which its day starts processes of its own."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counter.errors import LoketError
from counter.shell import Command, option, path
from counter.text import N_, _, language

if TYPE_CHECKING:
    from counter.demo.day import DayDone
    from counter.demo.node_process import NodeProcess

OUT = "demo-out"
SEED, STATIONS, MOST_STATIONS = 1, 4, 16
_MARK = ".loket-demo"  # says that what else lies in a folder is ours to replace


class OutUnfit(LoketError):
    """What a day leaves behind has no place there."""

    happened = N_("The day cannot be written to {folder}: {reason}.")
    safe = N_("Nothing was changed.")
    do_next = N_("Name another folder: --out DIR")


class OnlyWithDay(LoketError):
    """An option of the simulated day, without it."""

    happened = N_("{option} belongs to the simulated day.")
    safe = N_("Nothing was opened.")
    do_next = N_("Say --day as well.")


class NotWithDay(LoketError):
    """A window was asked for, and the day that needs none."""

    happened = N_("{option} opens a window; the simulated day needs none.")
    safe = N_("Nothing was opened.")
    do_next = N_("Leave one of the two out.")


@click.command("demo", cls=Command, help=N_("Try Loket on a made-up office."))
@option("--day", is_flag=True, help=N_("Simulate one whole day; needs no screen."))
@option("--kiosk", "window", flag_value="kiosk", help=N_("Open its ticket machine, not its desk."))
@option("--board", "window", flag_value="board", help=N_("Open the screen on its wall."))
@option("--seed", type=int, help=N_("Which day: the same number, the same day."))
@option("--stations", type=click.IntRange(1, MOST_STATIONS), help=N_("How many counter PCs."))
@option("--out", type=path(), help=N_("Where papers, pictures and figures go: demo-out."))
@option("--json", "as_json", is_flag=True, help=N_("Write the figures to standard output."))
@click.pass_context
def demo(
    ctx: click.Context,
    *,
    day: bool,
    window: str | None,
    seed: int | None,
    stations: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Open the demo branch, or run its day."""
    from counter.demo.display import has_display

    if day and window is not None:
        raise NotWithDay(option=f"--{window}")
    if not day:
        asked = {"--seed": seed, "--stations": stations, "--out": out, "--json": as_json or None}
        for name, value in asked.items():
            if value is not None:
                raise OnlyWithDay(option=name)
        if has_display(os.environ):
            ctx.exit(_open_window() if window is None else _open_beside(window))
        tell(_("There is no screen here: one whole day is simulated instead."))
    folder = out or Path(OUT)
    done = _run(folder, SEED if seed is None else seed, STATIONS if stations is None else stations)
    if as_json:
        click.echo((folder / "day.json").read_text(encoding="utf-8"), nl=False)
    if not done.holds:
        ctx.exit(1)


def tell(line: str) -> None:
    """Say something to whoever waits, beside standard output."""
    click.echo(line, err=True)


def _run(folder: Path, seed: int, stations: int) -> DayDone:
    from counter.demo.day import RECEIPTS, REPORT, SCREENSHOTS, DayAsked, run_day
    from counter.demo.gallery import write_gallery

    _claim(folder, RECEIPTS)
    done = run_day(DayAsked(seed, stations, folder), tell=tell)
    for check in done.checks:
        tell(f"{'✓' if check.holds else '✗'} {check.told}: {check.found}")
    page = write_gallery(
        folder,
        done.result,
        done.checks,
        receipts=folder / RECEIPTS,
        screenshots=folder / SCREENSHOTS,
        report=folder / REPORT,
    )
    tell(_("Everything is in {page}").format(page=page))
    return done


def _claim(folder: Path, receipts: str) -> None:
    """Make the folder ours, unless somebody's papers lie in it. Raises OutUnfit."""
    try:
        if not (folder / _MARK).exists() and any((folder / receipts).glob("*")):
            raise OutUnfit(folder=str(folder), reason=_("it holds other receipts"))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARK).touch()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutUnfit(folder=str(folder), reason=reason) from error


def _open_window() -> int:
    from counter.demo.branch import PIN
    from counter.demo.opening import DemoStation
    from ui.app import run_desk

    tell(_("A made-up office opens; everybody's PIN is {pin}.").format(pin=PIN))
    with tempfile.TemporaryDirectory(prefix="loket-demo-", ignore_cleanup_errors=True) as room:
        return run_desk(DemoStation(Path(room)))


def _open_beside(window: str) -> int:
    from counter.demo.beside import demo_hub
    from counter.demo.branch import PIN
    from counter.office.voice import OWN, Guide, Voice
    from ui.app import run_board, run_kiosk

    with tempfile.TemporaryDirectory(prefix="loket-demo-", ignore_cleanup_errors=True) as room:
        tell(_("A made-up office begins its morning; that takes a few seconds."))
        with demo_hub(Path(room)) as hub:
            if window == "board":
                tell(_("Its board opens; Ctrl+Q ends it."))
                return run_board(hub.board(), Voice((language(),), Path(room) / OWN))
            tell(_("Its kiosk opens; Ctrl+Q and the code {pin} end it.").format(pin=PIN))
            return run_kiosk(hub.kiosk(), Guide(Path(room) / OWN))


@click.command("demo-screenshots", hidden=True)
def demo_screenshots() -> None:
    """Windows of the simulated day as pictures; its driver asks for them."""
    from counter.demo.pictures import serve

    serve(sys.stdin, sys.stdout)


@click.command("demo-node", hidden=True)
@click.argument("kind", type=click.Choice(("station", "kiosk", "board", "hub")))
def demo_node(kind: str) -> None:
    """A node of the simulated day; its driver talks to it."""
    from counter.demo.node_process import serve

    serve(_node(kind), sys.stdin, sys.stdout)


def _node(kind: str) -> NodeProcess:
    match kind:  # each loads only what it needs
        case "hub":
            from counter.demo.hub_process import HubProcess

            return HubProcess()
        case "board":
            from counter.demo.board_process import BoardProcess

            return BoardProcess()
        case _:
            from counter.demo.station_process import KioskProcess, StationProcess

            return KioskProcess() if kind == "kiosk" else StationProcess()


@click.command("demo-central", hidden=True)
@click.option("--folder", type=path(), required=True)
@click.option("--port", type=int, required=True)
@click.option("--now-ms", type=int, required=True)
def demo_central(folder: Path, port: int, now_ms: int) -> None:
    """Central of the simulated day; its driver talks to it."""
    from counter.demo.central_process import serve

    serve(folder, port, now_ms, sys.stdin, sys.stdout)
