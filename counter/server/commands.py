"""`loket central …`: the words; what each does is imported when it is asked for."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from counter.shell import Group, Here, data_option, database_option, here, option, path, start_log
from counter.text import N_, _, count, duration


@click.group(
    "central",
    cls=Group,
    invoke_without_command=True,
    help=N_("Serve a central that branches send their events to."),
)
@option("--host", default="127.0.0.1", help=N_("The address to listen on."))
@option("--port", default=8470, type=click.IntRange(0, 65535), help=N_("The port; 0: any."))
@database_option
@data_option
@click.pass_context
def central(ctx: click.Context, host: str, port: int) -> None:
    """Run the central server."""
    if ctx.invoked_subcommand is not None:
        return
    from counter.server.serving import run_central

    place: Here = ctx.obj

    def ready(url: str) -> None:
        start_log(place.central)
        click.echo(_("Central answers at {url}. It ends with Ctrl+C.").format(url=url))
        sys.stdout.flush()

    run_central(place.central, host=host, port=port, database_url=place.database, on_ready=ready)


@central.command("code", help=N_("Give a one-time code with which a branch's next PC joins."))
@click.argument("branch")
@option("--lane", help=N_("The lane of its numbers; otherwise the next free one."))
@database_option
@data_option
@here
def code(place: Here, branch: str, lane: str | None) -> None:
    """Give a one-time code."""
    from counter.server.serving import new_code

    click.echo(new_code(place.central, branch, database_url=place.database, lane=lane))


@central.command("nodes", help=N_("List the computers that have joined."))
@click.argument("branch", required=False)
@database_option
@data_option
@here
def nodes(place: Here, branch: str | None) -> None:
    """List the computers that have joined."""
    from counter.server.serving import opened_central

    with opened_central(place.central, database_url=place.database) as server:
        joined = server.joined(branch)
    for each in joined:
        lane = each.lane or _("bare")
        heard = _("removed") if each.revoked else _last_heard(each.last_seen_ms)
        click.echo(f"{each.branch}  {each.id}  {lane:<4}  {heard}")
    if not joined:
        click.echo(_("No computer has joined yet. `loket central code BRANCH` lets one in."))


@central.command("revoke", help=N_("Let a computer in no more."))
@click.argument("branch")
@click.argument("node")
@database_option
@data_option
@here
def revoke(place: Here, branch: str, node: str) -> None:
    """Let a computer in no more."""
    from counter.server.serving import opened_central

    with opened_central(place.central, database_url=place.database) as server:
        server.revoke(branch, node)
    click.echo(_("{node} is let in no more; what it sent is kept.").format(node=node))


@central.command("backup", help=N_("Make a verified backup of central's database now."))
@click.argument("to", metavar="FOLDER", type=path())
@data_option
@here
def back_up_central(place: Here, to: Path) -> None:
    """Back central's database up."""
    from counter.clock import SystemClock
    from counter.server import backup as backups

    if place.database is not None:
        raise backups.CentralMissing(folder=str(place.central))
    made = backups.back_up_central(place.central, to, SystemClock())
    click.echo(
        _("{file}: {events} events, read back whole.").format(
            file=made.file, events=count(made.events)
        )
    )


@central.command(
    "restore",
    help=N_(
        "Put a backup in the place of central's database; without FILE, only say that it was"
        " put back by other means. Every computer then sends again what is missing."
    ),
)
@click.argument("file", type=path(), required=False)
@database_option
@data_option
@here
def restore_central(place: Here, file: Path | None) -> None:
    """Restore central's database."""
    from counter.clock import SystemClock
    from counter.server import backup as backups
    from counter.server.serving import opened_central

    if file is None:
        with opened_central(place.central, database_url=place.database) as server:
            server.note_restore()
    elif place.database is not None:
        raise backups.CentralMissing(folder=str(place.central))
    else:
        done = backups.restore_central(place.central, file, SystemClock())
        click.echo(_("{events} events are back.").format(events=count(done.events)))
        if done.aside is not None:
            click.echo(_("What was there is kept as {file}.").format(file=done.aside))
    click.echo(_("Every computer sends again what central lacks once it reaches it."))


def _last_heard(seen_ms: int | None) -> str:
    from counter.clock import SystemClock

    if seen_ms is None:
        return _("never heard of")
    ago = duration((SystemClock().now_ms() - seen_ms) / 1000)
    return _("heard of {ago} ago").format(ago=ago)
