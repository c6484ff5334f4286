"""`loket central …` and `loket hub …`: the words; what each does is imported when asked for."""

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


@click.group(
    "hub",
    cls=Group,
    invoke_without_command=True,
    help=N_("Make this PC the hub of its office, in the place of any other, and serve it."),
)
@option("--host", default="127.0.0.1", help=N_("The address to listen on."))
@option("--port", default=8471, type=click.IntRange(0, 65535), help=N_("The port; 0: any."))
@data_option
@click.pass_context
def hub(ctx: click.Context, host: str, port: int) -> None:
    """Run the branch's hub."""
    if ctx.invoked_subcommand is not None:
        return
    _serve_hub(ctx.obj, host, port, promoted=False)


@hub.command("promote", help=N_("Make this PC the hub although another was made it since."))
@option("--host", default="127.0.0.1", help=N_("The address to listen on."))
@option("--port", default=8471, type=click.IntRange(0, 65535), help=N_("The port; 0: any."))
@data_option
@here
def hub_promote(place: Here, host: str, port: int) -> None:
    """Run the branch's hub, in the place of another."""
    _serve_hub(place, host, port, promoted=True)


def _serve_hub(place: Here, host: str, port: int, *, promoted: bool) -> None:
    from counter.server.hub_process import run_hub

    start_log(place.folder, name="hub")  # the desk of this PC writes its own beside it

    def ready(url: str, leads: bool) -> None:
        said = (
            _("The hub answers at {url}. It ends with Ctrl+C.")
            if leads
            else _(
                "Another computer is the hub now. This one keeps what it has and answers at {url};"
                " `loket hub promote` makes it the hub again."
            )
        )
        click.echo(said.format(url=url))
        sys.stdout.flush()

    run_hub(place.folder, host=host, port=port, promoted=promoted, on_ready=ready)


@hub.command("code", help=N_("Give a one-time code with which the office's next PC joins."))
@option("--lane", help=N_("The lane of its numbers; otherwise the next free one."))
@data_option
@here
def hub_code(place: Here, lane: str | None) -> None:
    """Give a one-time code."""
    from counter.server import hub_process

    click.echo(hub_process.code(place.folder, lane))


@hub.command("nodes", help=N_("List the computers that have joined."))
@data_option
@here
def hub_nodes(place: Here) -> None:
    """List the computers that have joined."""
    from counter.server import hub_process

    for node, lane, removed in hub_process.nodes(place.folder):
        click.echo(f"{node}  {lane or _('bare'):<4}  {_('removed') if removed else ''}".rstrip())


@hub.command("revoke", help=N_("Let a computer in no more."))
@click.argument("node")
@data_option
@here
def hub_revoke(place: Here, node: str) -> None:
    """Let a computer in no more."""
    from counter.server import hub_process

    hub_process.revoke(place.folder, node)
    click.echo(_("{node} is let in no more; what it sent is kept.").format(node=node))


@hub.command(
    "take-lane",
    help=N_("Give the numbers without a lane, in the place of a computer that is gone for good."),
)
@data_option
@here
def hub_take_lane(place: Here) -> None:
    """Give the numbers without a lane."""
    from counter.server import hub_process

    hub_process.take_lane(place.folder)
    click.echo(_("The hub gives the numbers without a lane (A-017) from now on."))


@hub.command("join", help=N_("Join central with the one-time code it gave."))
@click.argument("code")
@option("--central", "url", required=True, help=N_("The address of central."))
@data_option
@here
def hub_join(place: Here, code: str, url: str) -> None:
    """Let the hub join central."""
    from counter.server import hub_process

    hub_process.join(place.folder, url, code)
    click.echo(_("The hub has joined central and sends it what the office has."))


def _last_heard(seen_ms: int | None) -> str:
    from counter.clock import SystemClock

    if seen_ms is None:
        return _("never heard of")
    ago = duration((SystemClock().now_ms() - seen_ms) / 1000)
    return _("heard of {ago} ago").format(ago=ago)
