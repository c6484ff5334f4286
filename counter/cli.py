"""`loket …`: the one command, for windows, servers and whoever looks after them.

Only words stand here; what a command does is `counter.office`'s, `counter.server`'s or
`counter.demo`'s, imported when it is asked for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from click.core import ParameterSource

from counter import __version__
from counter.config import FILE as SETTINGS
from counter.config import Config, read_config
from counter.demo.commands import demo, demo_central, demo_node, demo_screenshots
from counter.errors import LoketError
from counter.proving import audit, catalogue, receipt
from counter.screens import NoScreen, board, kiosk, train
from counter.server.commands import central, hub
from counter.shell import (
    Group,
    Here,
    Option,
    data_option,
    here,
    language_option,
    option,
    path,
    run,
    start_log,
)
from counter.text import N_, _, count, set_language, word

if TYPE_CHECKING:
    from counter.office.setup import SetupDone


class SheetExists(LoketError):
    """The recovery sheet would overwrite something."""

    happened = N_("There already is a file {file}.")
    safe = N_("Nothing was set up.")
    do_next = N_("Name another for the recovery sheet: --sheet FILE")


class WordsUnreadable(LoketError):
    """The file with the recovery words cannot be read."""

    happened = N_("The words in {file} cannot be read: {reason}.")
    safe = N_("Nothing was changed.")
    do_next = N_("Name a text file with the six rows, or type them without naming one.")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code."""
    sys.exit(run(loket, arguments))


# --- the desk ---------------------------------------------------------------------------------
@click.group(
    "loket",
    cls=Group,
    invoke_without_command=True,
    help=N_("Serve people at a counter: queue, intake, receipts. Alone, it opens the desk."),
)
@click.version_option(
    __version__,
    prog_name="loket",
    cls=Option,
    message="%(prog)s %(version)s",
    help=N_("Say which version this is."),
)
@language_option
@data_option
@click.pass_context
def loket(ctx: click.Context) -> None:
    """Open the desk, or run a command."""
    place: Here = ctx.obj
    if ctx.get_parameter_source("language") is not ParameterSource.COMMANDLINE:
        _speak_as_configured(place)
    if ctx.invoked_subcommand is None:
        ctx.exit(_open_desk(place.folder))


def _speak_as_configured(place: Here) -> None:
    try:
        chosen = read_config(place.folder).language
    except LoketError:  # said by whatever command needs the settings
        return
    if chosen:
        set_language(chosen)


def _open_desk(folder: Path) -> int:
    from counter.demo.display import has_display
    from counter.office.instance import COMES_WITHIN_S, FRONT, ask_owner

    if ask_owner(folder, FRONT, patience_s=COMES_WITHIN_S)[0]:
        return 0
    if not has_display(os.environ):
        raise NoScreen
    from counter.office.station import Station
    from ui.app import run_desk

    station = Station.open(folder)
    start_log(folder, station.config.log_level)
    return run_desk(station)


# --- setting up -------------------------------------------------------------------------------
def _print_example(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.resources import files

        example = files("resources") / "examples" / "office.toml"
        click.echo(example.read_text(encoding="utf-8"), nl=False)
        ctx.exit()


@loket.command("setup", help=N_("Set this PC up from a file with the answers."))
@click.argument("file", type=path())
@option("--sheet", type=path(), help=N_("Where the recovery sheet goes, as PDF."))
@option(
    "--example",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_example,
    help=N_("Print a file with the answers, to be changed."),
)
@data_option
@here
def setup(place: Here, file: Path, sheet: Path | None) -> None:
    """Make this PC's store from a file."""
    from counter.clock import SystemClock
    from counter.office.plan import read_plan
    from counter.office.setup import set_up

    plan = read_plan(file)
    target = sheet or Path(_("recovery-sheet") + ".pdf")
    if target.exists():
        raise SheetExists(file=str(target))
    done = set_up(place.folder, plan, SystemClock())
    _keep_sheet(done, target)
    click.echo(_("{office} is set up in {folder}.").format(office=done.office, folder=place.folder))
    click.echo(
        _("Print {file}, put the paper into the safe, then delete the file.").format(file=target)
    )
    click.echo(_("Delete {file} too if it holds PINs or a code.").format(file=file))


def _keep_sheet(done: SetupDone, target: Path) -> None:
    from counter.files import write_durably

    try:
        write_durably(target, done.sheet)
    except OSError:  # the store is there: the words must not be lost for want of a folder
        for row in done.words:
            click.echo("  " + " ".join(row))
        said = _("The sheet could not be written to {file}: copy these words.")
        click.echo(said.format(file=target))


@loket.command("enrol", help=N_("Join central with the one-time code it gave."))
@click.argument("code")
@option("--central", "url", help=N_("The address of central, if the settings have none."))
@data_option
@here
def enrol(place: Here, code: str, url: str | None) -> None:
    """Join central."""
    from counter.clock import SystemClock
    from counter.office import commands

    commands.enrol(place.folder, SystemClock(), code, url)
    click.echo(_("This computer has joined central. What it has is sent when it is open."))


# --- the store --------------------------------------------------------------------------------
@loket.group("store", cls=Group, help=N_("The store of this PC."))
def store() -> None:
    """Commands about the store."""


@store.command("unlock", help=N_("Open the store with the words of the recovery sheet."))
@click.argument("file", type=path(), required=False)
@data_option
@here
def unlock(place: Here, file: Path | None) -> None:
    """Seal the store's key to this PC anew."""
    from counter.office.recovery import unlock as open_with

    open_with(place.folder, _words(file))
    click.echo(_("The store opens again on this computer."))


@store.command("check", help=N_("Read every page and row, and replay the log beside them."))
@data_option
@here
def check(place: Here) -> None:
    """Check the store."""
    from counter.office import commands

    found = commands.check(place.folder)
    click.echo(
        _("The store is whole: {events} events, and replaying them gives the same rows.").format(
            events=count(found.events)
        )
    )
    if found.quarantined:
        click.echo(
            _("{records} records need a newer Loket.").format(records=count(found.quarantined))
        )


def _words(file: Path | None) -> str:
    from counter.keys import ROWS, WORDS_PER_ROW

    if file is not None and str(file) != "-":
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise WordsUnreadable(file=str(file), reason=reason) from error
    if sys.stdin.isatty():
        click.echo(_("Type the rows of the recovery sheet, or scan its code:"), err=True)
    rows: list[str] = []
    for line in sys.stdin:
        rows.append(line)
        if len(" ".join(rows).split()) >= ROWS * WORDS_PER_ROW:
            break
    return " ".join(rows)


@loket.command("backup", help=N_("Make a verified backup now."))
@option("--to", type=path(), help=N_("A folder other than the usual one."))
@data_option
@here
def backup(place: Here, to: Path | None) -> None:
    """Back the store up."""
    from counter.clock import SystemClock
    from counter.office import commands

    file, events = commands.back_up(place.folder, SystemClock(), to)
    click.echo(
        _("{file}: {events} events, read back whole.").format(file=file, events=count(events))
    )


@loket.command("restore", help=N_("Put a backup in the store's place; Loket must be closed."))
@click.argument("file", type=path())
@option("--words", type=path(), help=N_("The recovery sheet's words, on another PC."))
@data_option
@here
def restore(place: Here, file: Path, words: Path | None) -> None:
    """Restore a backup."""
    from counter.clock import SystemClock
    from counter.office.restore import BackupLocked
    from counter.office.restore import restore as put_back

    typed = _words(words) if words is not None else None
    try:
        done = put_back(place.folder, file, SystemClock(), words=typed)
    except BackupLocked:
        if not sys.stdin.isatty():
            raise
        done = put_back(place.folder, file, SystemClock(), words=_words(None))
    click.echo(_("{events} events are back.").format(events=count(done.events)))
    if done.aside is not None:
        click.echo(_("The store that was there is kept as {file}.").format(file=done.aside))
    if not (place.folder / SETTINGS).exists():
        click.echo(
            _(
                "Counter, printer and backup folder are not in a backup: until you choose them in"
                " Administration, This computer, this is counter {counter}, without printer or"
                " daily backup."
            ).format(counter=Config().counter)
        )


# --- looking after it -------------------------------------------------------------------------
@loket.command("doctor", help=N_("Say how everything is, and what to do about it."))
@data_option
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Examine this PC's Loket."""
    from counter.clock import SystemClock
    from counter.office.doctor import Health, examine, stores_in

    folders, ill = stores_in(ctx.obj.folder), False
    for folder in folders:
        findings = examine(folder, SystemClock())
        if folders != [ctx.obj.folder]:
            click.echo(f"{folder}:")
        wide = max(len(each.subject) for each in findings)
        for each in findings:
            mark = {Health.GOOD: " ", Health.LOOK: "!", Health.BAD: "X"}[each.health]
            said = f"{word(each.health)}: {each.figure.rstrip('.')}. {each.next_step}"
            click.echo(f"{mark} {each.subject:<{wide}}  {' '.join(said.split())}")
        ill = ill or any(each.health is Health.BAD for each in findings)
    if ill:
        ctx.exit(1)


for elsewhere in (
    catalogue,
    receipt,
    audit,
    train,
    board,
    kiosk,
    central,
    hub,
    demo,
    demo_central,
    demo_screenshots,
    demo_node,
):
    loket.add_command(elsewhere)
