"""The colours a chart is drawn in; the theme gives its own, paper takes these."""

from __future__ import annotations

from msgspec import Struct


class ChartLook(Struct, frozen=True):
    """Colours as `#RRGGBB`. The defaults are the light theme's, on white."""

    surface: str = "#FFFFFF"
    line: str = "#DFE4E9"
    text: str = "#14202B"
    muted: str = "#566472"
    bar: str = "#7FA7D2"
    bar_running: str = "#BACFE8"
    outline: str = "#B4BDC6"  # of what is usual
    wait: str = "#C05215"


class PaperLook(ChartLook, frozen=True):
    """What a printed report needs beside its chart's colours."""

    wash: str = "#F4F6F8"  # under a table's head and its sums
    late: str = "#8F5400"  # a goal that was missed; a word or sign goes with it
