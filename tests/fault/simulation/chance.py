"""Whatever the product leaves to chance, drawn from the seed: keys, chains, tokens, codes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from random import Random
from typing import TypeVar
from unittest.mock import patch

from counter import keys
from counter.store import store as stores

T = TypeVar("T")


@contextmanager
def seeded(chance: Random) -> Iterator[None]:
    """Draw all secrets from one seed, so that a run repeats byte for byte.

    Ballast is left out too: a store in simulation meets no full disk, and it costs 8 MB a start.
    """

    def token_hex(count: int = 32) -> str:
        return chance.randbytes(count).hex()

    def choice(of: Sequence[T]) -> T:
        return chance.choice(of)

    def generate() -> keys.SigningKey:
        return keys.SigningKey(chance.randbytes(32))

    with ExitStack() as ending:
        for place, name, drawn in (
            (secrets, "token_bytes", chance.randbytes),
            (secrets, "token_hex", token_hex),
            (secrets, "choice", choice),
            (keys.SigningKey, "generate", generate),
            (stores, "BALLAST_BYTES", 1),
        ):
            ending.enter_context(patch.object(place, name, drawn))
        yield
