"""The public page behind a receipt's QR: genuine or not, and how far it has come.

It names nobody: a receipt's number, the service, its state and the promised day.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from html import escape

from msgspec import Struct

from counter.domain.application import ApplicationState
from counter.office.receipts import check_receipt
from counter.printing.signature import ReceiptForged, ReceiptUnreadable, number_in
from counter.store.settings import OfficeNotSetUp
from counter.store.work import Reading
from counter.text import N_, _, language, long_date, word


class Verdict(StrEnum):
    """What a mark proves."""

    GENUINE = "genuine"
    UNSENT = "unsent"  # signed by the office, whose record has not come here yet
    VOID = "void"
    FORGED = "forged"
    OFFICE_UNKNOWN = "office_unknown"
    UNREADABLE = "unreadable"


class Tracked(Struct, frozen=True):
    """What the page says of one mark."""

    verdict: Verdict
    number: str = ""
    office: str = ""
    service: dict[str, str] = {}  # title by language
    state: ApplicationState | None = None
    due: date | None = None


STATES = (N_("submitted"), N_("incomplete"))  # what the page says of an application
SAYS = {
    Verdict.GENUINE: (N_("This receipt is genuine."), ""),
    Verdict.UNSENT: (
        N_("This receipt is genuine."),
        N_("Its office has not sent how far it has come. Look again later."),
    ),
    Verdict.VOID: (
        N_("This receipt no longer counts."),
        N_("The office has voided it. Ask there, and bring the paper."),
    ),
    Verdict.FORGED: (
        N_("This receipt is not genuine."),
        N_("No office signed it. Keep the paper and show it to the office."),
    ),
    Verdict.OFFICE_UNKNOWN: (
        N_("The office of this receipt is not known here."),
        N_("Ask at the office that gave it."),
    ),
    Verdict.UNREADABLE: (
        N_("This is not the text of a receipt."),
        N_("Scan the QR code on the paper again."),
    ),
}


def branch_of(mark: str) -> str | None:
    """The branch whose receipt a mark claims to be; None where it is none."""
    try:
        return number_in(mark).partition("/")[0]
    except ReceiptUnreadable:
        return None


def track(reading: Reading, mark: str) -> Tracked:
    """Judge a mark with what is known here of its branch."""
    try:
        office = reading.settings.office()
    except OfficeNotSetUp:
        return Tracked(Verdict.OFFICE_UNKNOWN)
    try:
        number = check_receipt(mark, office.public_key).number
    except ReceiptForged:
        return Tracked(Verdict.FORGED)
    found = reading.applications.of_receipt(number)
    if not found:
        return Tracked(Verdict.UNSENT, number=number, office=office.name)
    application = found[0]
    try:
        title = reading.settings.catalogue().service(application.service).title
    except (OfficeNotSetUp, LookupError):  # the service left the catalogue since
        titles = {}
    else:
        titles = {code: title.in_language(code) for code in ("id", "en")}
    return Tracked(
        Verdict.VOID if application.state is ApplicationState.VOID else Verdict.GENUINE,
        number=number,
        office=office.name,
        service=titles,
        state=application.state,
        due=date.fromisoformat(application.due_date) if application.due_date else None,
    )


def page(tracked: Tracked) -> str:
    """The page, in the language read here."""
    says, advice = (_(text) if text else "" for text in SAYS[tracked.verdict])
    good = tracked.verdict in {Verdict.GENUINE, Verdict.UNSENT}
    facts = [
        (_("Number"), tracked.number),
        (_("Office"), tracked.office),
        (_("Service"), tracked.service.get(language(), "")),
    ]
    if tracked.verdict is Verdict.GENUINE and tracked.state is not None:
        facts.append((_("State"), word(tracked.state)))
        if tracked.due is not None:
            facts.append((_("Promised for"), long_date(tracked.due)))
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts if value
    )
    return _PAGE.format(
        language=language(),
        title=escape(says),
        tone="good" if good else "bad",
        sign="✓" if good else "!",
        says=escape(says),
        advice=f"<p>{escape(advice)}</p>" if advice else "",
        facts=f"<dl>{rows}</dl>" if rows else "",
    )


_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>
body {{ margin: 0 1rem; background: #F4F6F8; color: #14202B;
  font: 16px/1.5 "Atkinson Hyperlegible Next", system-ui, sans-serif; }}
main {{ max-width: 26rem; margin: 2rem auto; padding: 1.5rem; background: #FFFFFF;
  border: 1px solid #DFE4E9; border-radius: 6px; }}
h1 {{ margin: 0; padding: .75rem 1rem; border-radius: 6px; font-size: 20px; line-height: 1.3; }}
.good {{ background: #E4F3EA; color: #19764A; }}
.bad {{ background: #FBEAE8; color: #B3312A; }}
dt {{ margin-top: 1rem; color: #566472; font-size: 14px; }}
dd {{ margin: 0; font-weight: 600; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }}
</style>
<main>
<h1 class="{tone}"><span aria-hidden="true">{sign}</span> {says}</h1>
{advice}{facts}
</main>
</html>
"""
