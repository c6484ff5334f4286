"""`python -m counter`, and what the frozen build starts."""

from counter.cli import main

main()
