"""Make the clips that a board and a kiosk speak with: `python resources/making/sounds.py`.

Needs espeak-ng and sox (Debian's packages of those names). What espeak-ng says is free of its
licence; the chime is two sines. An office's own recordings take the place of any of them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from counter.office.voice import clip_of

RESOURCES = Path(__file__).parent.parent
SOUNDS = RESOURCES / "sounds"
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
KRAMA = "nol satunggal kalih tiga sekawan gangsal enem pitu wolu sanga".split()
JAVANESE = {  # figures and a kiosk's sentences; letters and titles are borrowed from Indonesian
    **dict(enumerate((*KRAMA, "sedasa", "setunggal welas"))),
    **{10 + n: f"{KRAMA[n]} welas" for n in range(2, 8)},
    18: "wolulas",
    19: "sangalas",
    20: "kalih dasa",
    30: "tigang dasa",
    40: "sekawan dasa",
    50: "seket",
    60: "sewidak",
    70: "pitung dasa",
    80: "wolung dasa",
    90: "sangang dasa",
}
VOICES = {"id": ("id", INDONESIAN), "en": ("en-gb", ENGLISH), "jv": ("id", JAVANESE)}

KIOSK = {  # by name: in Indonesian, English and Javanese, a draft
    "services": (
        "Pilih layanan untuk mengambil nomor.",
        "Choose a service to take a number.",
        "Pilih layanan kangge mundhut nomer.",
    ),
    "need": ("Pilih keperluan Anda.", "Choose what you need.", "Mangga dipun pilih betahipun."),
    "service": ("layanan", "service", "layanan"),
    "press": ("tekan", "press", "pencet"),
    "closed": ("sedang tutup", "closed now", "saweg tutup"),
    "more": (
        "Untuk layanan lainnya, tekan nol.",
        "For more services, press zero.",
        "Kangge layanan sanesipun, pencet nol.",
    ),
    "priority": (
        "Untuk prioritas, tekan tambah.",
        "For priority, press plus.",
        "Kangge prioritas, pencet tambah.",
    ),
    "priority-on": ("Prioritas dipilih.", "Priority is chosen.", "Prioritas dipun pilih."),
    "priority-off": ("Tanpa prioritas.", "Without priority.", "Tanpa prioritas."),
    "appointment": (
        "Jika Anda punya janji temu, tekan garis miring.",
        "If you have an appointment, press slash.",
        "Menawi panjenengan gadhah janji temu, pencet garis miring.",
    ),
    "type-code": (
        "Ketik enam angka kode pada lembar janji temu Anda.",
        "Type the six figures of the code on your slip.",
        "Mangga dipun ketik enem angka kode wonten ing lembar janji temu.",
    ),
    "back": (
        "Untuk kembali ke awal, tekan kurang.",
        "To go back to the start, press minus.",
        "Kangge wangsul, pencet kirang.",
    ),
    "your-number": ("Nomor Anda", "Your number is", "Nomer panjenengan"),
    "before-you": (
        "orang sebelum Anda",
        "people before you",
        "tiyang saderengipun panjenengan",
    ),
    "one-before-you": (
        "orang sebelum Anda",
        "person before you",
        "tiyang saderengipun panjenengan",
    ),
    "next": ("Anda berikutnya.", "You are next.", "Sasampunipun menika panjenengan."),
    "take-ticket": (
        "Silakan ambil tiket Anda.",
        "Please take your ticket.",
        "Mangga tiketipun dipun pundhut.",
    ),
    "no-paper": (
        "Kertas tidak keluar. Nomor Anda tetap berlaku. Ingat nomornya, atau foto layar ini.",
        "No paper came out. Your number is valid. Remember it, or photograph this screen.",
        "Kertasipun boten medal. Nomer panjenengan tetep lumampah. Mangga dipun foto.",
    ),
    "not-opened": (
        "Antrean segera dibuka. Mohon tunggu sebentar.",
        "The queue opens soon. Please wait a moment.",
        "Antrean badhe dipun bikak. Mangga dipun tenggo sekedhap.",
    ),
    "after-hours": ("Hari ini sudah tutup.", "Closed for today.", "Dinten menika sampun tutup."),
    "ask-desk": (
        "Sekarang tidak ada nomor. Silakan tanya petugas.",
        "No numbers are given now. Please ask a member of staff.",
        "Sapunika boten wonten nomer. Mangga nyuwun pirsa dhateng petugas.",
    ),
}


def titles() -> dict[str, dict[str, str]]:
    """What the shipped catalogues' groups and services are called, by language and clip."""
    found: dict[str, dict[str, str]] = {"id": {}, "en": {}}
    for file in sorted((RESOURCES / "catalogue").glob("*.toml")):
        catalogue = tomllib.loads(file.read_text(encoding="utf-8"))
        for each in (*catalogue["groups"], *catalogue["services"]):
            for language, texts in found.items():
                texts[clip_of(each["title"][language])] = each["title"][language]
    return found


def main() -> None:
    """Make every clip anew."""
    named = titles()
    for at, (language, (voice, figures)) in enumerate(VOICES.items()):
        texts = {
            **figures,
            **{name: sentences[at] for name, sentences in KIOSK.items()},
            **named.get(language, {}),
        }
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
