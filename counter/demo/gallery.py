"""A page that shows what a simulated day left behind: pictures, papers, figures.

Plain HTML beside the files it names, without a script and without anything from the network.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from counter.demo.checks import Check
from counter.pages import page_picture
from counter.text import N_, _, count, decimal, duration, language, long_date

PAGE = "index.html"
PAPERS = 6  # shown as pictures
PAPER_PX = 460
FONTS = ("AtkinsonHyperlegibleNext-Regular.ttf", "AtkinsonHyperlegibleNext-SemiBold.ttf", "OFL.txt")
# a visitor's way through the office, then what happens when machines fail
PICTURES = {
    N_("At the door"): {
        "kiosk-start": N_("The kiosk: what do you come for?"),
        "kiosk-group": N_("One touch more: which service"),
        "kiosk-ticket": N_("The number, people ahead, and an honest wait"),
    },
    N_("In the hall and at the counter"): {
        "board-busy": N_("The board calls, and says every number aloud"),
        "desk-busy": N_("The desk on a busy morning"),
        "desk-empty": N_("The desk before the doors open"),
        "supervisor": N_("The branch head's page"),
    },
    N_("When something fails"): {
        "board-offline": N_("The board without its hub keeps the last calls"),
        "desk-offline": N_("The desk while hub and central are gone: it calls on"),
        "kiosk-paper-out": N_("No paper: the number on the screen counts"),
        "kiosk-closed": N_("After hours: why, and when to return"),
        "kiosk-contrast": N_("Large and high in contrast, for whoever needs it"),
    },
}


def write_gallery(
    folder: Path,
    result: dict[str, Any],
    checks: Sequence[Check],
    *,
    receipts: Path,
    screenshots: Path,
    report: Path,
) -> Path:
    """Write the page and the pictures of papers it shows.

    Args:
        folder: of the day, in which everything else stands.
        result: as `day.json` has it.

    Returns:
        The page.
    """
    papers = sorted(receipts.glob("*.pdf"))
    shown = papers[:: max(1, len(papers) // PAPERS)][:PAPERS]
    pictures, fonts = folder / "papers", folder / "fonts"
    for each in (pictures, fonts):
        each.mkdir(exist_ok=True)
    for name in FONTS:
        (fonts / name).write_bytes((files("resources") / "fonts" / name).read_bytes())
    drawn = [(paper, _picture(paper, pictures / f"{paper.stem}.png")) for paper in shown]
    body = "\n".join(
        [
            _head(result),
            _figures(result),
            _screens(folder, screenshots),
            _papers(folder, drawn, len(papers), report),
            _checked(checks),
        ]
    )
    page = folder / PAGE
    title = escape(_("One day at a counter"))
    page.write_text(
        f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>Loket: {title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n",
        encoding="utf-8",
    )
    return page


def _head(result: dict[str, Any]) -> str:
    day = long_date(date.fromisoformat(result["day"]))
    told = _(
        "{day}. {stations} counter PCs, hub, kiosk, board and central ran as processes of their "
        "own. Central was gone from 10.00 to 13.00, and {tickets} numbers were given meanwhile; "
        "the hub was killed at 11.00, another PC took its place at 11.12. Every person here is "
        "made up."
    ).format(
        day=day,
        stations=count(result["stations"]),
        tickets=count(result["outage"]["tickets_during"]),
    )
    title = escape(_("One day at a counter"))
    return f"<header><h1>{title}</h1><p>{escape(told)}</p></header>"


def _figures(result: dict[str, Any]) -> str:
    tickets, sync = result["tickets"], result["sync"]
    tiles = [
        (_("Numbers taken"), count(tickets["issued"]), ""),
        (
            _("Served"),
            count(tickets["served"]),
            _("{count} not present, {left} left").format(
                count=count(tickets["no_show"]), left=count(tickets["left"])
            ),
        ),
        (_("Wait, median"), *_spread(result["wait_s"])),
        (_("Service, median"), *_spread(result["service_s"])),
        (_("Told wait, off by"), *_wait_error(result["wait_estimate"])),
        (
            _("Calls said"),
            count(result["board"]["announced"]),
            _("{count} lost").format(count=count(result["board"]["lost"])),
        ),
        (
            _("Promised by the hub"),
            count(result["hub"]["reservations"]),
            _("median {ms} ms").format(
                ms=decimal(result["hub"]["reservation_ms_p50"] or 0, places=1)
            ),
        ),
        (
            _("Served twice"),
            count(result["calls"]["double_started"]),
            _("{shown} crossed calls told, {vain} in vain").format(
                shown=count(result["calls"]["conflicts_shown"]),
                vain=count(result["calls"]["in_vain"]),
            ),
        ),
        (
            _("Receipts"),
            count(result["receipts"]["issued"]),
            _("{count} gaps").format(count=count(result["receipts"]["gaps"])),
        ),
        (
            _("Events at central"),
            count(sync["central_events"]),
            _("{missing} missing, {doubled} doubled").format(
                missing=count(sync["missing"]), doubled=count(sync["duplicated"])
            ),
        ),
        (
            _("Sent"),
            _("{size} kB").format(size=decimal(sync["bytes_sent"] / 1000, places=0)),
            _("{size} bytes an event").format(
                size=decimal(sync["bytes_sent"] / max(1, sync["station_events"]), places=0)
            ),
        ),
    ]
    shown = "".join(
        f"<li><span>{escape(name)}</span><b>{escape(figure)}</b><small>{escape(more)}</small></li>"
        for name, figure, more in tiles
    )
    return f'<ul class="tiles">{shown}</ul>'


def _spread(spread: dict[str, int | None]) -> tuple[str, str]:
    median, ninth = spread["p50"], spread["p90"]
    if median is None or ninth is None:
        return "-", ""
    return duration(median), f"p90 {duration(ninth)}"


def _wait_error(estimate: dict[str, Any]) -> tuple[str, str]:
    error = estimate["median_abs_error"]
    told = _("median of {count} told").format(count=count(estimate["told"]))
    return ("-" if error is None else f"{decimal(100 * error, places=0)} %"), told


def _screens(folder: Path, screenshots: Path) -> str:
    sections = []
    for heading, pictures in PICTURES.items():
        known = [(screenshots / f"{name}.png", _(title)) for name, title in pictures.items()]
        figures = [_figure(folder, file, file, title) for file, title in known if file.exists()]
        if figures:
            shown = "".join(figures)
            sections.append(f'<h2>{escape(_(heading))}</h2><div class="screens">{shown}</div>')
    return "\n".join(sections)


def _papers(folder: Path, drawn: Iterable[tuple[Path, Path]], total: int, report: Path) -> str:
    figures = "".join(
        _figure(folder, picture, paper, paper.stem, "paper") for paper, picture in drawn
    )
    title = escape(_("Papers"))
    all_papers = _("{count} receipts, each a PDF of its own").format(count=count(total))
    links = [_link("receipts/", all_papers)]
    if report.exists():
        link = report.relative_to(folder).as_posix()
        links.append(_link(link, _("The day as a report")))
    links.append(_link("day.json", _("The day in figures")))
    return f'<h2>{title}</h2><p>{" · ".join(links)}</p><div class="papers">{figures}</div>'


def _figure(folder: Path, picture: Path, link: Path, title: str, kind: str = "screen") -> str:
    source, target = (escape(each.relative_to(folder).as_posix()) for each in (picture, link))
    name = escape(title)
    return (
        f'<figure class="{kind}"><a href="{target}"><img src="{source}" alt="{name}"></a>'
        f"<figcaption>{name}</figcaption></figure>"
    )


def _link(target: str, words: str) -> str:
    return f'<a href="{escape(target)}">{escape(words)}</a>'


def _checked(checks: Sequence[Check]) -> str:
    rows = "".join(
        f'<tr class="{"good" if each.holds else "bad"}"><td>{"✓" if each.holds else "✗"}</td>'
        f"<td>{escape(each.told)}</td><td>{escape(each.found)}</td></tr>"
        for each in checks
    )
    title = escape(_("What was checked"))
    return f"<h2>{title}</h2><table>{rows}</table>"


def _picture(paper: Path, to: Path) -> Path:
    """Draw a paper's first page as PNG."""
    drawn = page_picture(paper.read_bytes(), PAPER_PX)
    row = drawn.width_px * 4
    lines = (drawn.pixels[at : at + row] for at in range(0, len(drawn.pixels), row))
    header = struct.pack(">IIBBBBB", drawn.width_px, drawn.height_px, 8, 6, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + line for line in lines))
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    to.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
            for name, data in chunks
        )
    )
    return to


_STYLE = """
@font-face { font-family: Atkinson; src: url(fonts/AtkinsonHyperlegibleNext-Regular.ttf) }
@font-face { font-family: Atkinson; font-weight: 600 700;
  src: url(fonts/AtkinsonHyperlegibleNext-SemiBold.ttf) }
:root { color-scheme: light; --line: #dfe4e9; --text: #14202b; --muted: #566472 }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 40px 24px 80px; max-width: 1180px; background: #f4f6f8;
  color: var(--text); font: 16px/1.5 Atkinson, system-ui, sans-serif }
h1 { margin: 0; font-size: 28px; line-height: 1.2 }
h2 { margin: 40px 0 12px; font-size: 20px }
header p, p { margin: 8px 0 0; max-width: 760px; color: var(--muted) }
a { color: #0b5cad }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px;
  margin: 28px 0 0; padding: 0; list-style: none; font-variant-numeric: tabular-nums }
.tiles li, figure, table { background: #fff; border: 1px solid var(--line); border-radius: 6px }
.tiles li { padding: 12px 16px; display: grid; align-content: start }
.tiles span, .tiles small, figcaption { color: var(--muted); font-size: 14px }
.tiles b { font-size: 28px; line-height: 1.3 }
figure { margin: 0; overflow: hidden }
figcaption { padding: 8px 12px; border-top: 1px solid var(--line) }
img { display: block; width: 100% }
.screens { display: grid; grid-template-columns: repeat(auto-fit, minmax(460px, 1fr)); gap: 16px }
.papers { display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); gap: 16px;
  align-items: start; margin-top: 16px }
table { width: 100%; border-collapse: separate; border-spacing: 0 }
td { padding: 8px 12px; border-top: 1px solid var(--line) }
tr:first-child td { border-top: 0 }
td:first-child { width: 32px; font-weight: 700 }
td:last-child { color: var(--muted); text-align: right; font-variant-numeric: tabular-nums }
.good td:first-child { color: #19764a }
.bad td { color: #b3312a }
@media (max-width: 560px) { .screens { grid-template-columns: 1fr } }
"""
