"""The simulated day as a model: who comes when, for what, and what goes wrong.

Everything a visitor will do is drawn before the day begins, each visitor from a generator of their
own, so that one seed gives one day whatever the counters do with it. What follows (waiting, who is
called when) is not drawn: the product decides it.

Sources: D = the domain reference's section 5 (a Dukcapil office of a large city sees 250 to 900
people a day), C = the catalogue (minutes at the counter are its assumption), A = an assumption of
ours, to be replaced by what real offices measure.

- Visitors: normal, mean 400, standard deviation 25, within 320 and 480 (D, A). The branch
  has eleven counters, or as many as it has stations.
- Arrivals: by half hours with the weights of `ARRIVALS`: doors open at 07.45, the peak is from
  08.30 to 10.00, a trough at noon, no new numbers from 14.30 (A; "queue from 04.00" in D says that
  mornings are the peak).
- Service: by the weights of `DEMAND`, identity and family cards first (A).
- Priority: 14 %: about 12 % of the population are 60 or older, the rest are pregnant, disabled or
  with a toddler (A); only the flag is drawn, never a reason.
- Minutes at the counter: log-normal around 0.9 of the catalogue's `service_min`, sigma 0.35, at
  least one minute (C, A). 6 % only ask something: a third of that, and no receipt.
- From a call to the counter: 8 to 55 seconds (A).
- Not there when called: 6 %; called again after 60 s, marked after 60 s more; 40 % of them come
  back 3 to 15 minutes after that and are called out of turn (A).
- Leave while waiting: 5 % have a patience, exponential with mean 45 minutes, at least 15 (A).
- Number taken by mistake: 1.5 %, cancelled within 1 to 4 minutes if not called before (A).
- Forgotten documents: 12 %. Half are filed as incomplete and get a receipt without a day, a third
  fetch them (held for 6 to 25 minutes), the rest give up while held (A).
- Wrong service: 5 % are sent on to another one of the same office (A).
- Receipt voided and made again, a name misspelled: 1 % (A). A call taken back at once: 1 % (A).
- A clerk rests 10 seconds between people (A) and takes 30 minutes off around noon, half of the
  counters at 11.45, half at 12.30, whoever is at the counter being served first (A).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from random import Random

from msgspec import Struct

from counter.demo.citizens import draw_answers, draw_citizen
from counter.domain.catalogue import Catalogue
from counter.domain.forms import needed

COUNTERS = 11
OPENS_S, DOORS_S, LAST_NUMBER_S, CLOSES_S = 28_800, 27_900, 52_200, 57_600  # after midnight
OUTAGE_S = (36_000, 46_800)  # central is gone from 10.00 to 13.00
HUB_OUTAGE_S, PROMOTED_S = (39_600, 42_000), 40_320  # and the hub from 11.00; another at 11.12
VISITORS, SPREAD, FEWEST, MOST = 400, 25, 320, 480
REST_S, RECALL_S, GIVE_UP_S = 10, 60, 60
BREAK_S, BREAKS_AT_S = 1_800, (42_300, 45_000)
ARRIVALS = {  # from, in seconds after midnight: share
    27_900: 1.0,
    28_800: 1.9,
    30_600: 2.4,
    32_400: 2.4,
    34_200: 2.1,
    36_000: 1.8,
    37_800: 1.6,
    39_600: 1.4,
    41_400: 1.1,
    43_200: 0.8,
    45_000: 0.9,
    46_800: 1.3,
    48_600: 1.2,
    50_400: 0.9,
}
DEMAND = {
    "ktp_replacement": 20,
    "kk_change": 13,
    "ktp_new": 12,
    "ktp_change": 10,
    "kk_new": 9,
    "birth": 8,
    "kia": 6,
    "ikd": 6,
    "kk_replacement": 5,
    "move_out": 4,
    "death": 4,
    "move_in": 3,
    "legalisation": 3,
    "biodata": 1,
    "marriage": 1,
    "divorce": 1,
}


class Forgot(StrEnum):
    """What comes of a document left at home."""

    NOTHING = "nothing"
    FILES_WITHOUT = "files_without"
    FETCHES = "fetches"
    GIVES_UP = "gives_up"


class Visit(Struct, frozen=True):
    """One visitor's day, as far as it does not depend on the counters. Times in seconds."""

    n: int
    at_s: int  # after midnight, by the branch's wall clock
    service: str
    priority: bool
    answers: dict[str, str]  # to the service that is filed
    documents: dict[str, bool]
    service_s: int
    walk_s: int
    files: bool = True
    absent: bool = False
    returns_s: int | None = None  # after being marked absent
    patience_s: int | None = None
    mistaken_s: int | None = None
    forgot: Forgot = Forgot.NOTHING
    fetch_s: int = 0
    sent_to: str | None = None  # another service, found out at the counter
    voids: bool = False
    called_back: bool = False


def draw_day(
    seed: int, catalogue: Catalogue, today: date, *, visitors: int | None = None
) -> list[Visit]:
    """Draw everybody who comes, in the order of coming.

    Args:
        visitors: how many; None: drawn, too.
    """
    rng = Random(f"{seed} day")  # noqa: S311 - a model's dice, and they must repeat
    if visitors is None:
        visitors = min(MOST, max(FEWEST, round(rng.gauss(VISITORS, SPREAD))))
    starts = list(ARRIVALS)
    ends = [*starts[1:], LAST_NUMBER_S]
    slots = rng.choices(range(len(starts)), weights=list(ARRIVALS.values()), k=visitors)
    arrivals = sorted(rng.randrange(starts[slot], ends[slot]) for slot in slots)
    return [draw_visit(seed, n, at_s, catalogue, today) for n, at_s in enumerate(arrivals)]


def draw_visit(seed: int, n: int, at_s: int, catalogue: Catalogue, today: date) -> Visit:
    """Draw one visitor, from dice of their own."""
    rng = Random(f"{seed} visit {n}")  # noqa: S311 - as above
    offered = [each.id for each in catalogue.services if each.id in DEMAND] or [
        each.id for each in catalogue.services
    ]
    weights = [DEMAND.get(each, 1) for each in offered]
    service, other = rng.choices(offered, weights, k=2)
    sent_to = other if rng.random() < 0.05 and other != service else None
    filed = catalogue.service(sent_to or service)
    minutes = rng.lognormvariate(0, 0.35) * 0.9 * filed.service_min
    files = rng.random() >= 0.06
    absent = rng.random() < 0.06
    forgot = rng.choices(list(Forgot), (88, 6, 4, 2))[0] if files else Forgot.NOTHING
    fields = catalogue.questions(filed.id)
    answers = draw_answers(rng, draw_citizen(rng, today), fields, today)
    asked = [each for each in needed(filed.requirements, fields, answers) if not each.optional]
    if not asked:
        forgot = Forgot.NOTHING
    documents = {each.id: True for each in asked}
    if forgot is Forgot.FILES_WITHOUT:
        documents[rng.choice(asked).id] = False
    return Visit(
        n=n,
        at_s=at_s,
        service=service,
        priority=rng.random() < 0.14,
        answers=answers,
        documents=documents,
        service_s=max(60, round(60 * minutes * (1 if files else 1 / 3))),
        walk_s=rng.randint(8, 55),
        files=files,
        absent=absent,
        returns_s=rng.randint(180, 900) if rng.random() < 0.4 else None,
        patience_s=max(900, round(rng.expovariate(1 / 2700))) if rng.random() < 0.05 else None,
        mistaken_s=rng.randint(60, 240) if rng.random() < 0.015 else None,
        forgot=forgot,
        fetch_s=rng.randint(360, 1500),
        sent_to=sent_to,
        voids=files and rng.random() < 0.01,
        called_back=rng.random() < 0.01,
    )
