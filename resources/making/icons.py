"""Take the icons that Loket's windows use from the npm package of Material Symbols.

Fetch the package with `npm pack @material-symbols/svg-400`, unpack it, then:

    python -m resources.making.icons path/to/package

The rounded style goes with the embedded typeface. Each icon is black; `ui/theme` colours it.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

ICONS = Path(__file__).resolve().parent.parent / "icons"
NAMES = (
    "accessible accessible_forward add alt_route arrow_back arrow_forward backspace badge"
    " calendar_month call campaign check check_box check_box_outline_blank check_circle"
    " chevron_left chevron_right close cloud_done cloud_off content_copy contrast dark_mode"
    " database delete description download edit error folder group"
    " groups help history home hourglass_empty info keyboard keyboard_arrow_down"
    " keyboard_arrow_up language light_mode list lock"
    " logout menu monitoring more_horiz notifications pause person person_off play_arrow"
    " print print_error qr_code qr_code_scanner receipt_long refresh replay save schedule"
    " search settings star-fill star stop swap_horiz sync sync_problem table text_increase"
    " undo visibility visibility_off volume_up warning wifi_off"
).split()
RENAMED = {
    "star-fill": "star_fill",
    "keyboard_arrow_down": "expand_more",
    "keyboard_arrow_up": "expand_less",
}


def main() -> None:
    """Write the icons and their licence to `resources/icons`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="folder of the unpacked npm package")
    package = parser.parse_args().package
    for name in NAMES:
        icon = RENAMED.get(name, name)
        shutil.copyfile(package / "rounded" / f"{name}.svg", ICONS / f"{icon}.svg")
    shutil.copyfile(package / "LICENSE", ICONS / "LICENSE.txt")


if __name__ == "__main__":
    main()
