"""`loket train`, `loket board`, `loket kiosk`: the windows beside the desk, and their joining."""

from __future__ import annotations

import os
import sys

import click

from counter.config import read_config
from counter.errors import LoketError
from counter.shell import Command, Group, Here, data_option, here, option, start_log
from counter.text import LANGUAGES, N_, _, language


class NoScreen(LoketError):
    """There is no display to open a window on."""

    happened = N_("There is no screen here to open a window on.")
    safe = N_("Nothing was opened.")
    do_next = N_("Start it on a desktop, or see what needs none: loket --help")


# --- practice ---------------------------------------------------------------------------------
@click.command(
    "train",
    cls=Command,
    help=N_("Practise on a made-up branch that nothing real can meet, new at every start."),
)
@data_option
@here
@click.pass_context
def train(ctx: click.Context, place: Here) -> None:
    """Open the practice branch."""
    from counter.demo.display import has_display
    from counter.demo.training import TrainingStation, practice_folder
    from counter.office.instance import COMES_WITHIN_S, FRONT, ask_owner

    folder = practice_folder(place.given)
    if ask_owner(folder, FRONT, patience_s=COMES_WITHIN_S)[0]:
        return
    if not has_display(os.environ):
        raise NoScreen
    from ui.app import run_training

    config = read_config(place.folder)
    start_log(folder, config.log_level)
    ctx.exit(run_training(lambda: TrainingStation(folder, paper=config.paper)))


# --- the board --------------------------------------------------------------------------------
@click.group(
    "board",
    cls=Group,
    invoke_without_command=True,
    help=N_("Show who is called on a screen on the wall; Ctrl+Q ends it."),
)
@option("--zone", default="", help=N_("Only the counters of this zone of the building."))
@option(
    "--voice",
    "voices",
    multiple=True,
    type=click.Choice(LANGUAGES),
    help=N_("The language of the voice; twice for two. Otherwise the windows' own."),
)
@option("--silent", is_flag=True, help=N_("Without a voice."))
@data_option
@click.pass_context
def board(ctx: click.Context, zone: str, voices: tuple[str, ...], silent: bool) -> None:
    """Show the board."""
    if ctx.invoked_subcommand is not None:
        return
    from counter.clock import SystemClock
    from counter.demo.display import has_display
    from counter.office.board_node import FOLDER, BoardNode
    from counter.office.voice import OWN, Voice

    folder = ctx.obj.folder / FOLDER
    node = BoardNode(folder, SystemClock(), zone)
    node.check()
    if not has_display(os.environ):
        raise NoScreen
    from ui.app import run_board

    start_log(folder)
    spoken = () if silent else voices or (language(),)
    ctx.exit(run_board(node, Voice(spoken, folder / OWN)))


@board.command("join", help=N_("Join the office's hub with the one-time code it gave."))
@click.argument("code")
@option("--hub", "url", required=True, help=N_("The address of the hub."))
@data_option
@here
def board_join(place: Here, code: str, url: str) -> None:
    """Let the board join a hub."""
    from counter.clock import SystemClock
    from counter.office.board_node import FOLDER, join_board

    join_board(place.folder / FOLDER, url, code, SystemClock())
    click.echo(_("The board has joined the hub. Open it with: loket board"))


# --- the kiosk --------------------------------------------------------------------------------
@click.group(
    "kiosk",
    cls=Group,
    invoke_without_command=True,
    help=N_("Give numbers at the door, full screen; Ctrl+Q and the exit code end it."),
)
@data_option
@click.pass_context
def kiosk(ctx: click.Context) -> None:
    """Run the ticket machine."""
    if ctx.invoked_subcommand is not None:
        return
    from counter.clock import SystemClock
    from counter.demo.display import has_display
    from counter.office.kiosk_node import FOLDER, KioskNode
    from counter.office.voice import OWN, Guide

    folder = ctx.obj.folder / FOLDER
    node = KioskNode(folder, SystemClock())
    node.check()
    if not has_display(os.environ):
        raise NoScreen
    from ui.app import run_kiosk

    start_log(folder)
    ctx.exit(run_kiosk(node, Guide(folder / OWN)))


@kiosk.command("join", help=N_("Join the office's hub with the one-time code it gave."))
@click.argument("code")
@option("--hub", "url", required=True, help=N_("The address of the hub."))
@option("--printer", default="none", help=N_("Where tickets come out, as in the settings."))
@option("--paper", default="80mm", help=N_("The paper in the printer: 80mm or 58mm."))
@data_option
@here
def kiosk_join(place: Here, code: str, url: str, printer: str, paper: str) -> None:
    """Let the kiosk join a hub."""
    from counter.clock import SystemClock
    from counter.office.kiosk_node import FOLDER, join_kiosk

    join_kiosk(
        place.folder / FOLDER,
        url,
        code,
        SystemClock(),
        exit_code=_ask_exit_code(),
        printer=printer,
        paper=paper,
    )
    click.echo(_("The kiosk has joined the hub. Open it with: loket kiosk"))


@kiosk.command("exit-code", help=N_("Choose another code that ends the kiosk; close it first."))
@data_option
@here
def kiosk_exit_code(place: Here) -> None:
    """Choose another exit code."""
    from counter.clock import SystemClock
    from counter.office.kiosk_node import FOLDER, KioskNode, set_exit_code
    from counter.office.people import hash_pin

    clock = SystemClock()
    KioskNode(place.folder / FOLDER, clock).check()
    set_exit_code(place.folder / FOLDER, hash_pin(_ask_exit_code()), clock)
    click.echo(_("The kiosk has a new exit code."))


def _ask_exit_code() -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt(
            _("A code that ends the kiosk, 4 to 12 figures"),
            hide_input=True,
            confirmation_prompt=_("Once more"),
            err=True,
        )
        return asked
    return sys.stdin.readline().strip()
