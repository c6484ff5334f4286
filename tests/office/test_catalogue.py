"""Reading catalogue files: those that ship, and broken ones."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.catalogue import Catalogue, FieldKind, Service
from counter.office.catalogue import (
    PACKAGED,
    CatalogueBroken,
    CatalogueUnreadable,
    check_catalogue,
    read_catalogue,
)
from counter.office.shape import shape_problems
from counter.text import using

SMALL = """
id = "small"
version = "1"
title = { id = "Kantor", en = "Office" }
applicant = [
    { id = "nik", label = { id = "NIK", en = "NIK" }, kind = "nik" },
]

[[groups]]
id = "ktp"
letter = "A"
title = { id = "KTP-el", en = "Identity card" }

[[services]]
id = "lost"
group = "ktp"
title = { id = "Hilang", en = "Lost" }
product = { id = "KTP-el", en = "Card" }
legal = ["UU 24/2013"]
steps = [{ id = "Datang", en = "Come" }]
target_wait_min = 15
priority_wait_min = 5
service_min = 6
working_days = 1
fee_rupiah = 0

[[services.requirements]]
id = "police"
title = { id = "Surat", en = "Letter" }
form = "original"
when = { field = "reason", equals = ["lost"] }

[[services.fields]]
id = "reason"
label = { id = "Alasan", en = "Reason" }
kind = "choice"
choices = [{ id = "lost", title = { id = "Hilang", en = "Lost" } }]

[[services.fields]]
id = "letter_no"
label = { id = "No.", en = "No." }
kind = "text"
maximum = 60
pattern = "[A-Z]+"
"""

BROKEN = [
    ('id = "small"', "id =", "the file", "TOML in UTF-8"),
    ('version = "1"\n', "", "version", "a value, found nothing"),
    ('en = "Office"', 'en = ""', "title.en", "a text, found nothing"),
    ('id = "small"', 'id = "Small office"', "id", "lower-case letters"),
    ('letter = "A"', 'letter = "AB"', "groups[ktp].letter", "one letter, A to Z, found AB"),
    ('letter = "A"', "letter = 1", "groups[ktp].letter", "a text, found 1"),
    ('group = "ktp"', 'group = "kk"', "services[lost].group", "one of ktp, found kk"),
    ("working_days = 1", "working_days = -1", "services[lost].working_days", "0 or more, found -1"),
    (
        "working_days = 1",
        "working_days = true",
        "services[lost].working_days",
        "a whole number, found true",
    ),
    (
        "working_days = 1",
        "working_days = 999",
        "services[lost].working_days",
        "366 or less, found 999",
    ),
    (
        "target_wait_min = 15",
        "target_wait_min = 0",
        "services[lost].target_wait_min",
        "1 or more, found 0",
    ),
    (
        "priority_wait_min = 5",
        "priority_wait_min = 20",
        "services[lost].priority_wait_min",
        "at most target_wait_min, 15, found 20",
    ),
    ("service_min = 6", "servise_min = 6", "services[lost].servise_min", "one of id, group"),
    ("service_min = 6", "servise_min = 6", "services[lost].service_min", "a value, found nothing"),
    (
        'legal = ["UU 24/2013"]',
        "legal = []",
        "services[lost].legal",
        "at least one entry, found nothing",
    ),
    (
        'legal = ["UU 24/2013"]',
        'legal = "UU 24/2013"',
        "services[lost].legal",
        "a list, found UU 24/2013",
    ),
    (
        '{ id = "Datang", en = "Come" }',
        '"Datang"',
        "services[lost].steps[#1]",
        "a table, found Datang",
    ),
    (
        'kind = "text"',
        'kind = "txet"',
        "services[lost].fields[letter_no].kind",
        "one of text, long_text",
    ),
    (
        'id = "letter_no"',
        'id = "nik"',
        "services[lost].fields[nik].id",
        "an id of its own, found nik twice",
    ),
    (
        '"[A-Z]+"',
        '"[A-Z"',
        "services[lost].fields[letter_no].pattern",
        "a regular expression, found [A-Z (",
    ),
    (
        "maximum = 60",
        "maximum = 60\nminimum = 90",
        "services[lost].fields[letter_no].maximum",
        "at least minimum, 90, found 60",
    ),
    (
        'kind = "text"',
        'kind = "date"',
        "services[lost].fields[letter_no].maximum",
        "nothing, unless kind is one of address",
    ),
    (
        'kind = "text"',
        'kind = "nik"',
        "services[lost].fields[letter_no].pattern",
        "nothing, unless kind is one of address",
    ),
    (
        'kind = "choice"',
        'kind = "text"',
        "services[lost].fields[reason].choices",
        "nothing, unless kind is choice",
    ),
    (
        'form = "original"',
        'form = "orignal"',
        "services[lost].requirements[police].form",
        "one of original, copy, shown, found orignal",
    ),
    (
        'form = "original"',
        'form = "original"\ncount = 0',
        "services[lost].requirements[police].count",
        "1 or more, found 0",
    ),
    (
        'equals = ["lost"]',
        'equals = ["gone"]',
        "services[lost].requirements[police].when.equals",
        "one of lost, found gone",
    ),
    (
        'field = "reason"',
        'field = "cause"',
        "services[lost].requirements[police].when.field",
        "a field that is asked before, found cause",
    ),
    (
        'field = "reason"',
        'field = "letter_no"',
        "services[lost].requirements[police].when.field",
        "a field of kind choice or yes_no, found text",
    ),
    (
        "fee_rupiah = 0",
        'fee_rupiah = 0\nunverified = ["stepps"]',
        "services[lost].unverified",
        "keys of a service, found stepps",
    ),
    (
        "fee_rupiah = 0",
        "fee_rupiah = 0\napplicant_required = { nkk = false }",
        "services[lost].applicant_required",
        "one of nik, found nkk",
    ),
]


@pytest.fixture(autouse=True)
def _english() -> Any:
    with using("en"):
        yield


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "small.toml"
    file.write_text(SMALL, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", PACKAGED)
def test_a_shipped_catalogue_has_nothing_wrong(name: str) -> None:
    assert check_catalogue(name) == []


@pytest.mark.parametrize(("name", "services"), [("dukcapil", 17), ("kelurahan", 10)])
def test_a_shipped_catalogue_has_every_service_of_its_office(name: str, services: int) -> None:
    catalogue = read_catalogue(name)

    assert len(catalogue.services) == services
    assert {service.group for service in catalogue.services} == {
        group.id for group in catalogue.groups
    }


@pytest.mark.parametrize("name", PACKAGED)
def test_every_shipped_service_is_free_and_names_its_standard(name: str) -> None:
    for service in read_catalogue(name).services:
        assert service.fee_rupiah == 0
        assert service.requirements or service.quick
        assert service.collection or service.quick
        assert set(service.unverified) <= set(Service.__struct_fields__)


@pytest.mark.parametrize("name", PACKAGED)
def test_a_shipped_catalogue_travels_in_an_event_unchanged(name: str) -> None:
    catalogue = read_catalogue(name)

    sent = msgspec.msgpack.encode(catalogue)

    assert msgspec.msgpack.decode(sent, type=Catalogue) == catalogue


def test_a_newcomer_needs_no_nik_to_be_registered() -> None:
    required = {
        field.id: field.required for field in read_catalogue("dukcapil").questions("biodata")
    }

    assert not required["nik"]
    assert required["name"]


def test_a_letter_names_the_group_of_a_service() -> None:
    assert read_catalogue("dukcapil").letter("ktp_replacement") == "A"


def test_a_catalogue_is_read_from_a_file(small: Path) -> None:
    assert read_catalogue(small).service("lost").fields[1].kind is FieldKind.TEXT


@pytest.mark.parametrize(("old", "new", "key", "rest"), BROKEN)
def test_a_broken_catalogue_says_where_and_what_was_expected(
    small: Path, old: str, new: str, key: str, rest: str
) -> None:
    assert old in SMALL
    small.write_text(SMALL.replace(old, new, 1), encoding="utf-8")

    lines = check_catalogue(small)

    assert any(line.startswith(f"{key}: expected {rest}") for line in lines), lines


def test_everything_wrong_is_said_at_once(small: Path) -> None:
    text = SMALL.replace("working_days = 1", "working_days = -1").replace(
        'group = "ktp"', 'group = "x"'
    )
    small.write_text(text, encoding="utf-8")

    assert len(check_catalogue(small)) == 2


def test_two_groups_cannot_share_a_letter(small: Path) -> None:
    second = '[[groups]]\nid = "kk"\nletter = "A"\ntitle = { id = "KK", en = "Family card" }\n'
    small.write_text(SMALL + second, encoding="utf-8")

    assert check_catalogue(small) == [
        "groups[kk].letter: expected a letter of its own, found A, which ktp has"
    ]


def test_a_broken_catalogue_is_not_adopted(small: Path) -> None:
    small.write_text(SMALL.replace("working_days = 1", "working_days = -1"), encoding="utf-8")

    with pytest.raises(CatalogueBroken) as broken:
        read_catalogue(small)

    message = broken.value.message("en")
    assert str(small) in message.happened
    assert "services[lost].working_days: expected 0 or more, found -1" in message.happened


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\x00", b"= =", b""])
def test_a_file_that_is_no_catalogue_is_said_to_be_none(small: Path, content: bytes) -> None:
    small.write_bytes(content)

    assert check_catalogue(small)


def test_a_catalogue_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(CatalogueUnreadable) as unreadable:
        read_catalogue(tmp_path / "absent.toml")

    message = unreadable.value.message("en")
    assert "absent.toml" in message.happened
    assert "dukcapil, kelurahan" in message.do_next


trees = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.text(max_size=5), st.floats()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(data=st.data())
def test_whatever_stands_in_place_of_a_value_is_found_without_breaking_the_check(
    data: st.DataObject,
) -> None:
    tree = tomllib.loads(SMALL)
    node: Any = tree
    while True:
        place = data.draw(
            st.sampled_from(list(node) if isinstance(node, dict) else range(len(node)))
        )
        inner = node[place]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            break
        node = inner
    node[place] = data.draw(trees)

    problems = list(shape_problems(tree, Catalogue))

    if not problems:
        msgspec.convert(tree, Catalogue)
