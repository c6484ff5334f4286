"""The encrypted store of one node: schema, migrations, event log, projections, backup."""
