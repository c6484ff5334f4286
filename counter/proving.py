"""`loket catalogue`, `loket receipt`, `loket audit`: whether something is as it should be."""

from __future__ import annotations

import click

from counter.shell import WRONG, Group, Here, data_option, here, option
from counter.text import N_, _, count, language, word


@click.group("catalogue", cls=Group, help=N_("The services an office offers."))
def catalogue() -> None:
    """Commands about catalogues."""


@catalogue.command("check", help=N_("Say everything wrong in a catalogue file."))
@click.argument("path")
@click.pass_context
def check_catalogue(ctx: click.Context, path: str) -> None:
    """Check a catalogue file."""
    from counter.office.catalogue import check_catalogue as problems_in
    from counter.office.catalogue import read_catalogue

    problems = problems_in(path)
    for problem in problems:
        click.echo(f"loket: {path}: {' '.join(problem.split())}", err=True)
    if problems:
        ctx.exit(WRONG)
    found = read_catalogue(path)
    click.echo(
        _("{title}: {services} services, all in order.").format(
            title=found.title.in_language(language()), services=count(len(found.services))
        )
    )


@click.group("receipt", cls=Group, help=N_("Receipts that people show."))
def receipt() -> None:
    """Commands about receipts."""


@receipt.command("verify", help=N_("Check the text of a receipt's code, without any network."))
@click.argument("text")
@option("--key", help=N_("The office's public key or its file; otherwise this PC's office's."))
@data_option
@here
def verify(place: Here, text: str, key: str | None) -> None:
    """Check a receipt's text."""
    from counter.clock import SystemClock
    from counter.office import commands

    number, state = commands.verify_receipt(text, place.folder, SystemClock(), key)
    click.echo(_("Receipt {number} is genuine.").format(number=number))
    if state is not None:
        click.echo(_("Its application is {state}.").format(state=word(state)))


@receipt.command("key", help=N_("Print the public key that receipts are checked with."))
@data_option
@here
def receipt_key(place: Here) -> None:
    """Print the office's public key."""
    from counter.clock import SystemClock
    from counter.office import commands

    click.echo(commands.receipt_key(place.folder, SystemClock()).hex())


@click.group("audit", cls=Group, help=N_("Whether the log is what its authors wrote."))
def audit() -> None:
    """Commands about the log."""


@audit.command("verify", help=N_("Check every hash, private part and signature of the log."))
@data_option
@here
@click.pass_context
def audit_verify(ctx: click.Context, place: Here) -> None:
    """Verify the log."""
    from counter.clock import SystemClock
    from counter.office import commands

    found = commands.audit_log(place.folder, SystemClock())
    for each in found.findings:
        click.echo(f"loket: {each.event}: {word(each.flaw)}", err=True)
    if found.findings:
        ctx.exit(1)
    said = _("{events} events in {chains} chains are as written.")
    click.echo(said.format(events=count(found.events), chains=count(found.chains)))
    if found.signed:
        click.echo(_("Signatures cover {signed} of them.").format(signed=count(found.signed)))
    else:
        click.echo(_("None is signed yet: that happens as they are sent to a central."))
