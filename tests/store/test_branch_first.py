"""Tables spread over servers by branch, so it leads every key; what is one node's own does not."""

from __future__ import annotations

import pytest
from sqlalchemy import Index, Table, UniqueConstraint

from counter.store.schema import METADATA

OWN = {"local"}  # of one node, never spread
TABLES = [table for name, table in METADATA.tables.items() if name not in OWN]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_branch_is_the_first_column_of_every_key(table: Table) -> None:
    keys = [
        table.primary_key,
        *(each for each in table.constraints if isinstance(each, UniqueConstraint)),
        *(each for each in table.indexes if isinstance(each, Index)),
    ]

    assert {next(iter(key.columns)).name for key in keys} == {"branch"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_table_refers_to_another_whose_rows_may_lie_elsewhere(table: Table) -> None:
    assert table.foreign_keys == set()
