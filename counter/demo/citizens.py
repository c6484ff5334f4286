"""Made-up citizens and what they write on a form: valid, and nobody's.

Names are drawn from common given names, so a whole name means no one. A NIK and a family card's
number have the form and region of real ones, with a serial of 9000 and more: a registry counts
the births of one day in one district from 0001 and never comes near. Phone numbers begin with
0800, which is no mobile network's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random

from msgspec import Struct

from counter.domain.catalogue import Field, FieldKind
from counter.domain.nik import WOMAN, Sex

MEN = (
    "Agus Ahmad Andi Arief Bagus Bambang Bayu Budi Dedi Deni Dwi Eko Fajar Ferry Galih Hadi Hendra "
    "Heri Imam Indra Iwan Joko Kurnia Lukman Made Nanang Nyoman Oki Putu Rahmat Rendra Rizky Rudi "
    "Slamet Sugeng Surya Taufik Teguh Tono Wahyu Wawan Yanto Yusuf Zainal"
).split()
WOMEN = (
    "Ani Anisa Ayu Citra Dewi Dian Dina Eka Endang Fitri Hana Indah Intan Kartika Ketut Lestari "
    "Lina Maya Mega Melati Nani Nia Nur Nurul Puji Putri Rahayu Ratna Reni Rina Rini Sari Siti Sri "
    "Suci Tari Tuti Utami Wati Wulan Yanti Yuli Yuni Zahra"
).split()
LAST = (
    "Kusuma Maulana Nugroho Permana Pratama Prasetyo Purnama Putra Ramadhan Saputra Santoso "
    "Siregar Suryadi Susanto Utomo Wibowo Wijaya Harahap Ginting Manullang Pasaribu Tarigan "
    "Rumbiak Wenda Latuheru Halim Gunawan"
).split()
STREETS = (
    "Anggrek Bougenvil Cempaka Dahlia Flamboyan Kamboja Kenanga Mawar Melati Merpati Rajawali "
    "Seroja Teratai"
).split()
TOWNS = ("Jakarta", "Bogor", "Bandung", "Semarang", "Surabaya", "Medan", "Padang", "Makassar")
DISTRICTS = ("317101", "317102", "317103", "317104", "317105", "317106", "317107", "317108")
ELSEWHERE = ("327501", "320101", "337401", "357801", "127101", "731001", "510301", "317501")
ONE_NAME, BORN_ELSEWHERE = 0.08, 0.3  # shares
WRITTEN = {  # an entry's old and new value
    "name": ("MUHAMAD RIZKY", "MUHAMMAD RIZKY"),
    "birth": ("BOGOR, 12-08-1991", "JAKARTA, 12-08-1991"),
    "sex": ("LAKI-LAKI", "PEREMPUAN"),
    "religion": ("ISLAM", "KRISTEN"),
    "marital_status": ("BELUM KAWIN", "KAWIN"),
    "occupation": ("PELAJAR", "KARYAWAN SWASTA"),
    "education": ("SLTA", "DIPLOMA III"),
    "address": ("JL. MAWAR 4", "JL. KENANGA 12"),
    "blood_type": ("TIDAK TAHU", "O"),
    "other": ("TIDAK ADA", "ADA"),
}
DAYS_AGO = {  # the longest time since what a form asks about
    "lost_on": 14,
    "died_on": 25,
    "born_on": 50,
    "married_on": 50,
    "ruled_on": 80,
    "since": 900,
}


class Citizen(Struct, frozen=True):
    """Somebody at the counter."""

    name: str
    nik: str
    nkk: str
    address: str
    rt: str
    rw: str
    phone: str
    email: str


def draw_citizen(rng: Random, today: date) -> Citizen:
    """Make up an adult."""
    sex = rng.choice(list(Sex))
    name = full_name(rng, sex)
    district = rng.choice(DISTRICTS)
    card = today - timedelta(days=rng.randint(30, 4000))
    return Citizen(
        name=name.upper(),
        nik=nik(rng, sex, _years_ago(rng, today, 18, 75)),
        nkk=f"{district}{card:%d%m%y}{rng.randint(9000, 9999)}",
        address=f"Jl. {rng.choice(STREETS)} {rng.randint(1, 120)}",
        rt=f"{rng.randint(1, 16):03}",
        rw=f"{rng.randint(1, 12):03}",
        phone=f"0800{rng.randint(1000000, 99999999)}",
        email=f"{name.lower().replace(' ', '.')}@example.id",
    )


def full_name(rng: Random, sex: Sex) -> str:
    """One, two or three words, as people here are called."""
    given = rng.choice(MEN if sex is Sex.MALE else WOMEN)
    if rng.random() < ONE_NAME:
        return given
    middle = [rng.choice(MEN if sex is Sex.MALE else WOMEN)] if rng.random() < 0.2 else []
    return " ".join([given, *middle, rng.choice(LAST)])


def nik(rng: Random, sex: Sex, born: date) -> str:
    """A number of the right form that no registry has given out."""
    district = rng.choice(ELSEWHERE if rng.random() < BORN_ELSEWHERE else DISTRICTS)
    day = born.day + (WOMAN if sex is Sex.FEMALE else 0)
    return f"{district}{day:02}{born:%m%y}{rng.randint(9000, 9999)}"


def draw_answers(
    rng: Random, citizen: Citizen, fields: Iterable[Field], today: date
) -> dict[str, str]:
    """Fill a form in as a clerk types it: who asks, and every question that must be answered."""
    answers: dict[str, str] = {}
    own = {name: getattr(citizen, name) for name in Citizen.__struct_fields__}
    for field in fields:
        if field.when is not None and not field.when.holds(answers):
            continue
        if field.id in own and (field.required or field.kind is not FieldKind.EMAIL):
            answers[field.id] = own[field.id]
        elif field.required:
            answers[field.id] = _ANSWERS[field.kind](rng, field, answers, today)
    return answers


def _years_ago(rng: Random, today: date, least: int, most: int) -> date:
    return today - timedelta(days=rng.randint(least * 366, most * 365))


def _text(rng: Random, field: Field, answers: dict[str, str], today: date) -> str:
    n = rng.randint(11, 480)
    old, new = WRITTEN[answers.get("element", "other")]
    texts = {
        "police_letter_no": f"STPLK/{n}/XI/{today.year}",
        "skpwni_no": f"SKPWNI/3275/{today:%d%m%Y}/{n:04}",
        "ruling_no": f"{n}/Pdt.G/{today.year}/PN.Contoh",
        "court": "Pengadilan Negeri Contoh",
        "birth_place": rng.choice(TOWNS),
        "death_place": rng.choice(("Rumah", "Rumah sakit")),
        "old_value": old,
        "new_value": new,
        "occupation": rng.choice(("Karyawan swasta", "Wiraswasta", "Pelajar")),
        "relation": rng.choice(("Anak", "Orang tua", "Kerabat")),
        "purpose": rng.choice(("Melamar pekerjaan", "Beasiswa sekolah", "Pengajuan kredit")),
        "business_name": f"Warung {rng.choice(STREETS)}",
        "business_kind": "Warung makan",
    }
    return texts.get(field.id, "Contoh isian")


def _name(rng: Random, field: Field, _answers: dict[str, str], _today: date) -> str:
    women = ("wife", "mother", "bride")
    sex = Sex.FEMALE if field.id.startswith(women) else Sex.MALE
    return full_name(rng, sex).upper()


def _names(rng: Random, field: Field, _answers: dict[str, str], _today: date) -> str:
    count = max(field.minimum or 1, 2)
    return "\n".join(full_name(rng, rng.choice(list(Sex))).upper() for _ in range(count))


def _nik(rng: Random, field: Field, _answers: dict[str, str], today: date) -> str:
    sex = Sex.FEMALE if field.id.startswith(("wife", "mother", "bride")) else Sex.MALE
    youngest, oldest = (1, 15) if field.maximum else (25, 45)
    if field.id.startswith("deceased"):
        youngest, oldest = 55, 90
    return nik(rng, sex, _years_ago(rng, today, youngest, oldest))


def _past(rng: Random, field: Field, _answers: dict[str, str], today: date) -> str:
    day = today - timedelta(days=rng.randint(1, DAYS_AGO.get(field.id, 30)))
    return f"{day:%d-%m-%Y}"


def _ahead(rng: Random, _field: Field, _answers: dict[str, str], today: date) -> str:
    return f"{today + timedelta(days=rng.randint(14, 60)):%d-%m-%Y}"


def _number(rng: Random, field: Field, _answers: dict[str, str], _today: date) -> str:
    usual = {"weight_g": (2500, 3800), "birth_order": (1, 4), "since_year": (2005, 2025)}
    least, most = usual.get(field.id, (field.minimum or 1, min(field.maximum or 9, 9)))
    return str(rng.randint(least, max(least, most)))


_Draw = Callable[[Random, Field, dict[str, str], date], str]
_ANSWERS: dict[FieldKind, _Draw] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.NAME: _name,
    FieldKind.NAMES: _names,
    FieldKind.NIK: _nik,
    FieldKind.NKK: lambda rng, _f, _a, today: draw_citizen(rng, today).nkk,
    FieldKind.DATE: _ahead,
    FieldKind.PAST_DATE: _past,
    FieldKind.TIME: lambda rng, _f, _a, _t: f"{rng.randint(0, 23):02}.{rng.randint(0, 59):02}",
    FieldKind.NUMBER: _number,
    FieldKind.RUPIAH: lambda rng, _f, _a, _t: str(rng.randint(10, 40) * 100_000),
    FieldKind.PHONE: lambda rng, _f, _a, today: draw_citizen(rng, today).phone,
    FieldKind.EMAIL: lambda rng, _f, _a, today: draw_citizen(rng, today).email,
    FieldKind.CHOICE: lambda rng, field, _a, _t: rng.choice(field.choices).id,
    FieldKind.YES_NO: lambda rng, _f, _a, _t: rng.choice(("yes", "no")),
    FieldKind.ADDRESS: lambda rng, _f, _a, today: draw_citizen(rng, today).address,
    FieldKind.RT: lambda rng, _f, _a, _t: f"{rng.randint(1, 16):03}",
    FieldKind.RW: lambda rng, _f, _a, _t: f"{rng.randint(1, 12):03}",
    FieldKind.REGION: lambda rng, _f, _a, _t: rng.choice(ELSEWHERE),
    FieldKind.NOP: lambda rng, _f, _a, _t: f"3171060001{rng.randint(0, 99999999):08}",
}
