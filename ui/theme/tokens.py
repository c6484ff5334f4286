"""The tokens: colours, space, radius, type. Values only, no Qt, so that a test can judge them.

What a token is used for stands beside it; `theme` and `sheet` turn them into palette and style.
"""

from __future__ import annotations

from enum import Enum, IntEnum

from msgspec import Struct


class Tone(Enum):
    """A meaning that has a colour: `ink` is written in it, `wash` lies under it."""

    NEUTRAL = "neutral"  # waiting, at rest
    BLUE = "blue"  # called; what to press next
    GREEN = "green"  # serving; done; fine
    AMBER = "amber"  # held; missing; soon too late
    RED = "red"  # trouble; too late
    VIOLET = "violet"  # priority


class Colours(Struct, frozen=True):
    """One complete set, light or dark."""

    background: str  # behind everything
    surface: str  # cards, panels, fields
    raised: str  # toasts, menus, the palette: above surfaces
    sunken: str  # behind a paper; a pressed button
    line: str  # between things; around cards and quiet buttons
    edge: str  # around what can be typed into or ticked: 3:1 on surface
    text: str
    muted: str
    faint: str  # text of what cannot be used now; exempt from contrast
    badge: str  # the counter's name plate
    on_badge: str
    blue: str
    blue_wash: str
    blue_fill: str  # a primary button
    blue_fill_down: str  # the same, hovered or pressed
    on_fill: str
    glow: str  # around what has the focus
    green: str
    green_wash: str
    amber: str
    amber_wash: str
    red: str
    red_wash: str
    red_fill: str
    violet: str
    violet_wash: str
    shade: str  # under what floats, with its opacity in front
    paper: str
    on_paper: str
    bar: str  # a chart's bars
    bar_running: str  # of the hour that is not over
    bar_outline: str  # around what is usual
    trend: str  # a chart's line and dots

    def ink(self, tone: Tone) -> str:
        """The colour that words of this meaning are written in."""
        return self.muted if tone is Tone.NEUTRAL else str(getattr(self, tone.value))

    def wash(self, tone: Tone) -> str:
        """The colour that lies under words of this meaning."""
        return self.background if tone is Tone.NEUTRAL else str(getattr(self, f"{tone.value}_wash"))


LIGHT = Colours(
    background="#F4F6F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#E8ECF0",
    line="#DFE4E9",
    edge="#8794A1",
    text="#14202B",
    muted="#566472",
    faint="#98A3AE",
    badge="#14202B",
    on_badge="#FFFFFF",
    blue="#0B5CAD",
    blue_wash="#E7F0FA",
    blue_fill="#0B5CAD",
    blue_fill_down="#094C8F",
    on_fill="#FFFFFF",
    glow="#BFD8F1",
    green="#19764A",
    green_wash="#E4F3EA",
    amber="#8F5400",
    amber_wash="#FCF1DD",
    red="#B3312A",
    red_wash="#FBEAE8",
    red_fill="#B3312A",
    violet="#6337B5",
    violet_wash="#F0EAFB",
    shade="#2414202B",
    paper="#FFFFFF",
    on_paper="#14202B",
    bar="#7FA7D2",
    bar_running="#BACFE8",
    bar_outline="#B4BDC6",
    trend="#C05215",
)

DARK = Colours(
    background="#0E151C",
    surface="#17212B",
    raised="#202C38",
    sunken="#0A1016",
    line="#2A3744",
    edge="#6B7B8A",
    text="#E9EFF4",
    muted="#A3B2C0",
    faint="#667585",
    badge="#E9EFF4",
    on_badge="#0E151C",
    blue="#7DB8F2",
    blue_wash="#132F4B",
    blue_fill="#1F6DBF",
    blue_fill_down="#185FA8",
    on_fill="#FFFFFF",
    glow="#1E4A76",
    green="#62CB98",
    green_wash="#123526",
    amber="#E9B35C",
    amber_wash="#3A2B0E",
    red="#F4928A",
    red_wash="#451D1B",
    red_fill="#B3423B",
    violet="#BDA3F3",
    violet_wash="#2D2250",
    shade="#8C000000",
    paper="#FFFFFF",
    on_paper="#14202B",
    bar="#3F6F9F",
    bar_running="#2C4A68",
    bar_outline="#55677A",
    trend="#F0985E",
)

CONTRAST = Colours(
    background="#000000",
    surface="#000000",
    raised="#000000",
    sunken="#1A1A1A",
    line="#FFFFFF",
    edge="#FFFFFF",
    text="#FFFFFF",
    muted="#FFFFFF",
    faint="#BFBFBF",
    badge="#FFFFFF",
    on_badge="#000000",
    blue="#FFE04D",
    blue_wash="#1F1B00",
    blue_fill="#003E80",
    blue_fill_down="#003366",
    on_fill="#FFFFFF",
    glow="#FFE04D",
    green="#7CF0AE",
    green_wash="#00210F",
    amber="#FFD27A",
    amber_wash="#241800",
    red="#FFB4A9",
    red_wash="#2B0703",
    red_fill="#8A1C15",
    violet="#D9C7FF",
    violet_wash="#1C1033",
    shade="#8C000000",
    paper="#FFFFFF",
    on_paper="#000000",
    bar="#7FA7D2",
    bar_running="#BACFE8",
    bar_outline="#FFFFFF",
    trend="#FFE04D",
)

GRID = 4  # every distance is a multiple of it
RADIUS = 6
HAIRLINE = 1
RING = 2  # the line around what has the focus
GLOW = 3  # the soft ring outside of it
CAP_SHADE = 0.25  # how dark a key's name plate lies upon a filled button


class Type(IntEnum):
    """The type scale, in device-independent pixels."""

    SMALL = 12
    BODY = 14
    LEAD = 16
    TITLE = 20
    HEAD = 28
    NUMBER = 64


class Weight(IntEnum):
    """The cuts that ship."""

    REGULAR = 400
    SEMI = 600
    BOLD = 700


class Size(IntEnum):
    """Sizes that more than one place must agree on, in device-independent pixels."""

    HEADER = 48
    STATUS = 32
    QUEUE = 280  # the desk's left panel
    SIDE = 284  # the desk's right panel
    CONTROL = 36  # a button's or field's height
    BIG_CONTROL = 52  # the one button that is always in sight
    FIELD = 34  # a field without its glow
    LABEL = 140  # a form's labels, left of the fields
    DATE_FIELD = 160
    SHORT_FIELD = 92  # RT, RW
    ROW = 44
    TABLE_ROW = 34
    CHECK_ROW = 34
    CHECK_BOX = 18
    ICON = 18
    BIG_ICON = 40
    DOT = 9
    SEARCH = 380
    PALETTE = 560
    PALETTE_ROW = 40
    TOAST = 480
    AVATAR = 30
    SIGN_IN = 360
    PAGE = 640  # a page that tells one thing
    PAPER = 178  # a receipt's preview at rest
    TILE = 92
    STAT = 98
    TILE_WIDTH = 212  # the least
    STAT_WIDTH = 148  # the least
    CHART = 246
    ACCENT = 4  # the coloured edge of a tile or of the selected row
    TICK = 2  # a pen's width in drawn signs
    QUEUE_SNUG = 240
    SIDE_SNUG = 256
    LEAST_WIDTH = 800
    LEAST_HEIGHT = 480
    WINDOW_WIDTH = 1366
    WINDOW_HEIGHT = 768
    NARROW = 1000  # below it the desk's right panel becomes a tab
    SNUG = 1200  # below it panels give up some of their width


class Pace(IntEnum):
    """Times, in milliseconds."""

    FADE = 120  # the longest animation
    SETTLE = 150  # a control looks busy only after this
    GATHER = 60  # changes announced within it are read once
    GO_ON = 400  # the store is open: what runs beside the desk waits for the desk that long
    GARBAGE = 500  # between two looks for what a closed window left in memory
    PAUSE = 600  # typing rests this long: the draft is kept
    TOAST = 10_000
    KIOSK_HOME = 20_000  # nobody touched it: the next citizen begins at the start
    KIOSK_PHOTO = 60_000  # no paper came: time to find a phone
    KIOSK_HOLD = 3_000  # the office's name held down: staff
    KIOSK_DOUBLE = 400  # a second touch so soon was meant for the page before
    KIOSK_READ = 30_000  # closing time comes without any change


def space(steps: int) -> int:
    """A distance of that many grid steps, in pixels."""
    return GRID * steps


def contrast(ink: str, ground: str) -> float:
    """The contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, 1.4.3."""
    lighter, darker = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
