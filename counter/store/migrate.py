"""The schema's version: what a database has, what this release needs, and the way between.

alembic is imported only when the two differ: a counter's start must not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from counter.store.planner import tell_planner
from counter.store.troubles import StoreNewer

HEAD = "0006"


def version_of(connection: Connection) -> str | None:
    """The schema version of a database; None where it has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up_to_date(engine: Engine, before: Callable[[str], object] | None = None) -> None:
    """Migrate a database to this release's schema.

    Args:
        before: called with the old version ahead of a migration of an existing database: makes
            the verified copy.

    Raises:
        StoreNewer: a newer release wrote it; nothing was changed.
    """
    with engine.connect() as connection:
        found = version_of(connection)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise StoreNewer(found=found)
    if found is not None and before is not None:
        before(found)

    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)
        tell_planner(connection)
    engine.dispose()  # what is opened from here on reads the planner's figures
