"""What SQLite's planner must know of our rows before there are any.

Every key begins with the branch, which on a counter's PC is the same in all rows. Without
figures SQLite takes the first column of a key to leave ten rows and walks whole tables instead
of using the index that fits. So a store is born with the figures of a well-used one
(sqlite.org/optoverview.html, "manual control of query plans using sqlite_stat").
"""

from __future__ import annotations

from sqlalchemy import Connection, text

# table, index (the table's own name: its key), and: rows of a used store, then how many of them
# share the index's first column, its first two, and so on
_FIGURES: tuple[tuple[str, str, str], ...] = (
    ("event", "event", "1000000 1000000 2000 1"),
    ("event", "ix_event_branch_entity", "1000000 1000000 8"),
    ("event", "sqlite_autoindex_event_2", "1000000 1000000 1"),
    ("private_part", "private_part", "100000 100000 200 1"),
    ("ticket", "sqlite_autoindex_ticket_1", "100000 100000 1"),
    ("ticket", "ix_ticket_branch_day_lane_letter_running", "100000 100000 400 200 80 1"),
    ("ticket", "ix_ticket_branch_day_position", "100000 100000 400 1"),
    ("ticket", "ix_ticket_due", "100 100 100 2 1"),
    ("ticket", "ix_ticket_longest", "100 100 100 1"),
    ("ticket", "ix_ticket_standing", "5 5 5 1"),
    ("ticket", "ix_ticket_open", "100 100 50 2 1"),
    ("ticket_round", "sqlite_autoindex_ticket_round_1", "20000 20000 2 1"),
    ("application", "sqlite_autoindex_application_1", "100000 100000 1"),
    ("application", "ix_application_branch_lane_year_running", "100000 100000 50000 20000 1"),
    ("application", "ix_application_branch_receipt", "100000 100000 1"),
    ("application", "ix_application_branch_ticket", "100000 100000 1"),
    ("application", "ix_application_branch_filed_ms", "100000 100000 1"),
    ("appointment", "sqlite_autoindex_appointment_1", "10000 10000 1"),
    ("appointment", "ix_appointment_branch_day_time", "10000 10000 40 2"),
    ("appointment", "ix_appointment_branch_code", "10000 10000 1"),
    ("print_job", "sqlite_autoindex_print_job_1", "100000 100000 1"),
    ("print_job", "ix_print_job_branch_state", "100000 100000 25000"),
    ("chain", "sqlite_autoindex_chain_1", "1000 1000 1"),
    ("reservation", "sqlite_autoindex_reservation_1", "10 10 1"),
    ("minted", "sqlite_autoindex_minted_1", "10000 10000 1"),
    ("minted", "ix_minted_branch_day_lane_letter_running", "10000 10000 400 200 80 1"),
)


def tell_planner(connection: Connection) -> None:
    """Write the figures into an SQLite database; connections opened later read them."""
    if connection.dialect.name != "sqlite":
        return
    connection.execute(text("ANALYZE sqlite_schema"))  # makes sqlite_stat1
    connection.execute(text("DELETE FROM sqlite_stat1"))
    connection.execute(
        text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)"),
        [dict(zip(("tbl", "idx", "stat"), row, strict=True)) for row in _FIGURES],
    )
