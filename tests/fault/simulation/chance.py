"""Whatever the product leaves to chance, drawn from the seed: keys, chains, tokens, codes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from random import Random
from typing import Any, TypeVar
from unittest.mock import patch

from sqlalchemy import Engine, create_engine

from counter import keys
from counter.store import engine as engines
from counter.store import store as stores

T = TypeVar("T")
_FIRST: dict[str, Engine] = {}  # by driver


@contextmanager
def seeded(chance: Random) -> Iterator[None]:
    """Draw all secrets from one seed, so that a run repeats byte for byte.

    Two things that cost time and prove nothing here are left out too: ballast, since a store in
    simulation meets no full disk, and compiling the same statements again for each start.
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
            (engines, "create_engine", _engine),
        ):
            ending.enter_context(patch.object(place, name, drawn))
        yield


def _engine(*args: Any, **kwargs: Any) -> Engine:
    made = create_engine(*args, **kwargs)
    first = _FIRST.setdefault(made.dialect.driver, made)  # its statements serve all
    made.dialect, made._compiled_cache = first.dialect, first._compiled_cache  # noqa: SLF001
    return made
