"""Keys: an office's or node's signature, a secret sealed to this PC, a store key as words.

Knows nothing of receipts, events or stores: it signs bytes and hides bytes. What a signature
covers is said where it is made; where a sealed file lies is the caller's.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import NewType

from counter.errors import LoketError
from counter.files import write_durably
from counter.text import N_

PublicKey = NewType("PublicKey", bytes)
"""32 bytes of Ed25519, as they travel and are stored."""

STORE_KEY_BYTES = 32
WORDS_PER_ROW = 5
ROWS = 6

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SEALED = b"loket key 1 "


class KeyMissing(LoketError):
    """The file that should hold the key is not there."""

    happened = N_("The key file {file} is missing.")
    safe = N_("The data is still there, locked.")
    do_next = N_("Unlock it with the recovery sheet: loket store unlock")


class KeyUnreadable(LoketError):
    """The file is there, but no key comes out: damaged, or sealed to another PC."""

    happened = N_("The key file {file} is damaged or belongs to another PC.")
    safe = N_("The data is still there, locked.")
    do_next = N_("Unlock it with the recovery sheet: loket store unlock")


class RecoveryWordsIncomplete(LoketError):
    """Fewer or more words than a recovery sheet has."""

    happened = N_("A recovery sheet has {expected} words; {given} were typed.")
    safe = N_("Nothing has been changed.")
    do_next = N_("Type all rows, each with its last word, the check word.")


class RecoveryWordUnknown(LoketError):
    """A word that no recovery sheet uses: misread or mistyped."""

    happened = N_('Row {row}, word {place}: "{word}" is not a word of a recovery sheet.')
    safe = N_("Nothing has been changed.")
    do_next = N_("Read that word again. It may be: {perhaps}")


class RecoveryRowWrong(LoketError):
    """All its words exist, but they do not belong together: one is wrong or out of place."""

    happened = N_("Row {row} does not match its check word.")
    safe = N_("Nothing has been changed.")
    do_next = N_("Compare row {row} with the sheet word by word, in its order.")


class RecoverySheetsMixed(LoketError):
    """Every row matches its check word, but together they are no key."""

    happened = N_("These rows do not belong to one recovery sheet.")
    safe = N_("Nothing has been changed.")
    do_next = N_("Type all six rows from the same sheet.")


class SigningKey:
    """A private Ed25519 key. Its signatures are the same every time: papers repeat exactly."""

    def __init__(self, secret: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric import ed25519  # nothing at a start signs

        self._key = ed25519.Ed25519PrivateKey.from_private_bytes(secret)

    @classmethod
    def generate(cls) -> SigningKey:
        """Make a new key from the system's randomness."""
        return cls(os.urandom(32))

    @property
    def secret(self) -> bytes:
        """The 32 bytes to seal; they never leave this PC otherwise."""
        return self._key.private_bytes_raw()

    @property
    def public(self) -> PublicKey:
        """What anyone may hold to check this key's signatures."""
        return PublicKey(self._key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Sign a message; 64 bytes."""
        return self._key.sign(message)


def is_signed(message: bytes, signature: bytes, public: PublicKey) -> bool:
    """Tell whether the holder of `public`'s private half signed exactly this message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):  # no key at all signs nothing
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Shorten a key or certificate to what two people compare by telephone: `7F3K-9QWD-…`.

    80 bits of SHA-256 in Crockford's base 32, which has no I, L, O or U: enough that nobody finds
    a second key with the same letters.
    """
    bits = int.from_bytes(hashlib.sha256(public).digest()[:10], "big")
    letters = "".join(_CROCKFORD[bits >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def seal(secret: bytes, file: Path) -> None:
    """Write a secret so that only this PC reads it back, durable when this returns.

    On Windows it is encrypted by DPAPI for the machine, so that a service and every clerk's
    account can open it; elsewhere the file's mode keeps other users out.
    """
    body = secret + _check(secret)
    if sys.platform == "win32":
        from counter import windows

        content = _SEALED + b"dpapi\n" + windows.protect(body)
    else:
        content = _SEALED + b"plain\n" + body
    write_durably(file, content, mode=0o600)


def unseal(file: Path) -> bytes:
    """Read a sealed secret back.

    Raises:
        KeyMissing: there is no such file.
        KeyUnreadable: it is damaged, or was sealed on another PC.
    """
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise KeyMissing(file=str(file)) from None
    except OSError as error:
        raise KeyUnreadable(file=str(file)) from error
    way, _, body = content.removeprefix(_SEALED).partition(b"\n")
    if way == b"dpapi" and sys.platform == "win32":
        from counter import windows

        try:
            body = windows.unprotect(body)
        except OSError as error:
            raise KeyUnreadable(file=str(file)) from error
    elif way != b"plain":
        raise KeyUnreadable(file=str(file))
    secret, check = body[:-4], body[-4:]
    if not secret or check != _check(secret):
        raise KeyUnreadable(file=str(file))
    return secret


def key_words(key: bytes) -> list[list[str]]:
    """Write a store key as the recovery sheet shows it: six rows of four words and a check word.

    The 24 words before the checks are the key's ordinary BIP-39 phrase. BIP-39 only tells *that*
    a phrase is wrong; a check word to each row tells where.

    Raises:
        ValueError: a store key has 32 bytes.
    """
    if len(key) != STORE_KEY_BYTES:
        raise ValueError(f"a store key has {STORE_KEY_BYTES} bytes, not {len(key)}")
    bits = int.from_bytes(key + hashlib.sha256(key).digest()[:1], "big")
    numbers = [bits >> shift & 2047 for shift in range(23 * 11, -1, -11)]
    words = _words()
    return [
        [words[number] for number in (*row, _row_check(index, row))]
        for index, row in enumerate(numbers[start : start + 4] for start in range(0, 24, 4))
    ]


def key_from_words(typed: str) -> bytes:
    """Read a store key back from a recovery sheet, as typed or scanned.

    Capitals, commas, row numbers and line breaks do not matter; four letters of a word are enough.

    Raises:
        RecoveryWordsIncomplete: not six rows of five words.
        RecoveryWordUnknown: a word that is not on the list.
        RecoveryRowWrong: a row that does not match its check word.
        RecoverySheetsMixed: every row is right, but they are not of one key.
    """
    given = "".join(letter if letter.isalpha() else " " for letter in typed.lower()).split()
    numbers = [_word_number(word, index) for index, word in enumerate(given)]
    if len(numbers) != ROWS * WORDS_PER_ROW:
        raise RecoveryWordsIncomplete(expected=ROWS * WORDS_PER_ROW, given=len(numbers))
    bits = 0
    for index in range(ROWS):
        *row, check = numbers[index * WORDS_PER_ROW : (index + 1) * WORDS_PER_ROW]
        if check != _row_check(index, row):
            raise RecoveryRowWrong(row=index + 1)
        for number in row:
            bits = bits << 11 | number
    key = (bits >> 8).to_bytes(STORE_KEY_BYTES, "big")
    if hashlib.sha256(key).digest()[0] != bits & 255:
        raise RecoverySheetsMixed
    return key


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(b"loket sealed" + secret).digest()[:4]


def _row_check(index: int, row: Sequence[int]) -> int:
    """Eleven bits over a row and its place, so that swapped rows show."""
    text = ",".join(str(number) for number in (index, *row))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:2], "big") >> 5


def _word_number(word: str, index: int) -> int:
    if (number := _numbers().get(word[:4])) is not None and _words()[number].startswith(word):
        return number
    row, place = divmod(index, WORDS_PER_ROW)
    close = get_close_matches(word, _words(), n=3, cutoff=0.5)
    raise RecoveryWordUnknown(
        row=row + 1, place=place + 1, word=word, perhaps=", ".join(close) or "?"
    )


@cache
def _words() -> tuple[str, ...]:
    from importlib.resources import files  # 18 ms that only a recovery needs

    text = (files("resources") / "words" / "english.txt").read_text(encoding="ascii")
    return tuple(text.split())


@cache
def _numbers() -> dict[str, int]:
    return {word[:4]: number for number, word in enumerate(_words())}
