"""The schema: migrations make exactly what the tables say, and branch comes first."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from counter.domain.application import Application
from counter.domain.ticket import Ticket
from counter.store import migrate, schema
from counter.store.database import Database
from counter.store.migrate import HEAD, version_of

# keyed by what no branch owns: this node's own single values
BRANCHLESS = {"local"}


def test_migrations_make_what_the_tables_say(central: Database) -> None:
    with central.transaction() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, schema.METADATA) == []


def test_the_newest_revision_is_the_one_this_release_needs(central: Database) -> None:
    folder = str(migrate.__file__).removesuffix("migrate.py") + "migrations"

    assert ScriptDirectory(folder).get_heads() == [HEAD]
    with central.transaction() as connection:
        assert version_of(connection) == HEAD


def test_branch_is_the_first_column_of_every_key() -> None:
    first = {
        table.name: next(iter(table.primary_key.columns)).name
        for table in schema.METADATA.tables.values()
    }

    assert {name for name, column in first.items() if column != "branch"} == BRANCHLESS


def test_branch_is_the_first_column_of_every_index() -> None:
    first = {
        index.name: next(iter(index.columns)).name
        for table in schema.METADATA.tables.values()
        for index in table.indexes
    }

    assert set(first.values()) == {"branch"}


def test_a_row_has_a_column_for_all_that_its_struct_says() -> None:
    for table, struct in ((schema.ticket, Ticket), (schema.application, Application)):
        columns = {column.name for column in table.columns}

        assert columns == {"branch", *struct.__struct_fields__}
