"""Pure rules: life cycles, who is next, numbering, NIK, working days, events and their fold.

No I/O, no clock, no Qt, no SQLAlchemy: the standard library and msgspec only.
"""
