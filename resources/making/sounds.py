"""Make the clips that a board speaks with: `python resources/making/sounds.py`.

Needs espeak-ng and sox (Debian's packages of those names). What espeak-ng says is free of its
licence; the chime is two sines. An office's own recordings take the place of any of them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

SOUNDS = Path(__file__).parent.parent / "sounds"
RATE = 16_000
FORMAT = ["-r", str(RATE), "-c", "1", "-b", "16", "-e", "signed-integer"]
TRIM = "silence 1 0.005 0.1% reverse silence 1 0.005 0.1% pad 0.04 reverse".split()

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
UNITS = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()

INDONESIAN = {
    "queue": "Nomor antrean",
    "go": "silakan menuju",
    "counter": "loket",
    **{letter: letter for letter in LETTERS},
    **dict(enumerate((*UNITS, "sepuluh", "sebelas"))),
    **{10 + n: f"{UNITS[n]} belas" for n in range(2, 10)},
    **{10 * n: f"{UNITS[n]} puluh" for n in range(2, 10)},
}
ENGLISH = {
    "queue": "Queue number",
    "go": "please go to",
    "counter": "counter",
    **{letter: letter for letter in LETTERS},
    **{n: str(n) for n in (*range(21), *range(30, 100, 10))},
}
VOICES = {"id": ("id", INDONESIAN), "en": ("en-gb", ENGLISH)}


def main() -> None:
    """Make every clip anew."""
    for language, (voice, texts) in VOICES.items():
        folder = SOUNDS / language
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            say(voice, text, folder / f"{name}.wav")
    tones = "synth 0.7 sine 784 sine 587 fade q 0.01 0.7 0.5 delay 0 0.3 remix 1,2 norm -6"
    quiet = ["sox", "-D", "-r", str(RATE), "-c", "2", "-n", "-b", "16"]
    run([*quiet, str(SOUNDS / "chime.wav"), *tones.split()])
    size = sum(each.stat().st_size for each in SOUNDS.rglob("*.wav"))
    sys.stdout.write(f"{len(list(SOUNDS.rglob('*.wav')))} clips, {size // 1000} kB\n")


def say(voice: str, text: str, clip: Path) -> None:
    """Speak a word into a file, without the silence around it."""
    with tempfile.TemporaryDirectory() as room:
        spoken = Path(room) / "spoken.wav"
        run(["espeak-ng", "-v", voice, "-s", "135", "-w", str(spoken), text])
        run(["sox", "-D", str(spoken), *FORMAT, str(clip), "norm", "-3", *TRIM])


def run(command: list[str]) -> None:
    """Run a program that must succeed."""
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
