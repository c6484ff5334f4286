"""Looking regions up by code and by name."""

from __future__ import annotations

import pytest

from counter.domain.regions import DISTRICT, PROVINCE, REGENCY, Region, Regions, dotted
from counter.office.regions import regions


@pytest.fixture(scope="module")
def table() -> Regions:
    return regions()


def test_a_district_is_named_from_its_province_down(table: Regions) -> None:
    assert [region.name for region in table.path("317101")] == [
        "Daerah Khusus Ibukota Jakarta",
        "Kota Administrasi Jakarta Pusat",
        "Gambir",
    ]


def test_a_code_is_found_as_decrees_write_it(table: Regions) -> None:
    assert table.find("31.71.01") == Region("317101", "Gambir")
    assert dotted("317101") == "31.71.01"


def test_an_administrative_city_is_called_as_people_say_it(table: Regions) -> None:
    region = table.find("3171")

    assert region is not None
    assert region.short_name == "Kota Jakarta Pusat"


def test_a_code_retired_by_a_split_is_still_named_and_told_apart(table: Regions) -> None:
    province, regency, district = table.path("910101")

    assert not province.former
    assert (regency.name, regency.former) == ("Kabupaten Merauke", True)
    assert (district.name, district.former) == ("Merauke", True)


def test_a_code_that_never_was_is_not_found(table: Regions) -> None:
    assert table.find("999999") is None
    assert table.path("319901") == table.path("31")


def test_the_children_of_a_region_lie_right_below_it(table: Regions) -> None:
    jakarta = table.children("31")

    assert len(table.children()) == 38
    assert len(jakarta) == 6
    assert {len(region.code) for region in jakarta} == {REGENCY}


def test_the_table_has_every_region_of_the_decree(table: Regions) -> None:
    provinces = table.children()
    regencies = [each for province in provinces for each in table.children(province.code)]
    districts = [each for regency in regencies for each in table.children(regency.code)]

    assert {len(province.code) for province in provinces} == {PROVINCE}
    assert {len(district.code) for district in districts} == {DISTRICT}
    assert (len(provinces), len(regencies), len(districts)) == (38, 514, 7285)


def test_a_district_is_found_by_words_of_its_name_and_its_city(table: Regions) -> None:
    assert [region.code for region in table.search("menteng jakarta")] == ["317106"]


def test_a_name_that_begins_so_comes_before_one_that_contains_it(table: Regions) -> None:
    first = table.search("gambir")[0]

    assert first.name.startswith("Gambir")


def test_nothing_typed_finds_nothing(table: Regions) -> None:
    assert table.search("  ") == ()
