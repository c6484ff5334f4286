"""Screenshots of the simulated day: the real windows on copies of a station's store.

A process of its own, without a screen, so that no station loads Qt. The driver asks for a picture
at the moment it shows, so that the line to central is there or gone as it is then.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO


def serve(lines: TextIO, answers: TextIO) -> None:
    """Draw what is asked for until the input ends."""
    from ui.screenshots import Screen

    with Screen() as screen:
        for line in lines:
            asked = json.loads(line)
            folder, file = Path(asked["folder"]), Path(asked["file"])
            if asked["window"] == "desk":
                screen.draw_desk(
                    folder, asked["now_ms"], file, person=asked["person"], pin=asked["pin"]
                )
            elif asked["window"] == "board":
                screen.draw_board(folder, asked["now_ms"], file)
            elif asked["window"] == "kiosk":
                screen.draw_kiosk(folder, asked["now_ms"], file, asked["scene"])
            else:
                screen.draw_supervisor(folder, asked["now_ms"], file)
            answers.write(json.dumps({"ok": {}}) + "\n")
            answers.flush()
