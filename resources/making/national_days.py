"""Seed the national holidays from PyPI `holidays`: public ones and cuti bersama.

    python -m resources.making.national_days 2026 2027

An Islamic date whose year the government has not decided yet is marked as estimated; offices
correct those. Needs holidays.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import holidays
from holidays.constants import GOVERNMENT, PUBLIC

SEED = Path(__file__).resolve().parent.parent / "calendar" / "id.toml"
ESTIMATED = {"id": " (perkiraan)", "en_US": " (estimated)"}
HEADER = """\
# Indonesia's public holidays and joint leave (cuti bersama).
# Made by `python -m resources.making.national_days {years}` from PyPI holidays {version} (MIT).
# `estimated`: an Islamic date that may still move by a day; an office corrects its calendar.
# Regional holidays are in no list: an office adds its own days.
"""


def entries(year: int, category: str) -> list[tuple[str, str, str, bool]]:
    """One category's days of a year: date, Indonesian and English title, whether estimated."""
    names = {
        language: holidays.country_holidays(
            "ID", years=year, categories=(category,), language=language
        )
        for language in ESTIMATED
    }
    found = []
    for day, title in sorted(names["id"].items()):
        english = names["en_US"][day]
        estimated = ESTIMATED["id"] in title
        found.append(
            (
                day.isoformat(),
                title.replace(ESTIMATED["id"], ""),
                english.replace(ESTIMATED["en_US"], ""),
                estimated,
            )
        )
    return found


def main() -> None:
    """Write `resources/calendar/id.toml`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("years", type=int, nargs="+")
    years = parser.parse_args().years
    lines = [HEADER.format(years=" ".join(map(str, years)), version=holidays.__version__)]
    for year in years:
        public = entries(year, PUBLIC)
        taken = {day for day, *_ in public}
        joint = [entry for entry in entries(year, GOVERNMENT) if entry[0] not in taken]
        for kind, days in (("public", public), ("joint_leave", joint)):
            for day, indonesian, english, estimated in days:
                lines.append("[[holidays]]")
                lines.append(f"day = {day}")
                lines.append(f'title = {{ id = "{indonesian}", en = "{english}" }}')
                lines.append(f'kind = "{kind}"')
                if estimated:
                    lines.append("estimated = true")
                lines.append("")
    SEED.parent.mkdir(exist_ok=True)
    SEED.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
