"""Speed as ratios in one run, against the floor below us or a peer: `make bench`.

Prints a table and writes `bench-out/bench.json`: `{name: {ours, floor, unit, ratio, target, met}}`.
Repeats alternate, so that a machine that slows down slows both; medians are quoted.
"""
