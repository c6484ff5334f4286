"""Keys survive: a sealed one its file's damage report, a written one a tired typist."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.keys import (
    KeyMissing,
    KeyUnreadable,
    PublicKey,
    RecoveryRowWrong,
    RecoverySheetsMixed,
    RecoveryWordsIncomplete,
    RecoveryWordUnknown,
    SigningKey,
    fingerprint,
    is_signed,
    key_from_words,
    key_words,
    seal,
    unseal,
)

KEY = bytes(range(32))

keys = st.binary(min_size=32, max_size=32)


def typed(rows: list[list[str]]) -> str:
    return "\n".join(" ".join(row) for row in rows)


def test_a_signature_proves_its_message_and_no_other() -> None:
    key = SigningKey.generate()

    signature = key.sign(b"message")

    assert is_signed(b"message", signature, key.public)
    assert not is_signed(b"massage", signature, key.public)
    assert not is_signed(b"message", signature[:-1], key.public)
    assert not is_signed(b"message", signature, SigningKey.generate().public)
    assert not is_signed(b"message", signature, PublicKey(key.public[:-1]))


def test_a_signing_key_comes_back_from_its_secret() -> None:
    key = SigningKey.generate()

    again = SigningKey(key.secret)

    assert again.public == key.public


def test_a_fingerprint_is_short_and_has_no_letters_that_look_alike() -> None:
    shown = fingerprint(SigningKey(KEY).public)

    assert [len(group) for group in shown.split("-")] == [4, 4, 4, 4]
    assert not set(shown) & set("ILOU")


def test_a_sealed_secret_comes_back(tmp_path: Path) -> None:
    seal(KEY, tmp_path / "store.key")

    assert unseal(tmp_path / "store.key") == KEY


def test_sealing_again_replaces_the_old_secret_and_leaves_nothing_beside_it(
    tmp_path: Path,
) -> None:
    seal(b"old", tmp_path / "store.key")

    seal(b"new", tmp_path / "store.key")

    assert unseal(tmp_path / "store.key") == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["store.key"]


def test_other_users_cannot_read_a_sealed_secret(tmp_path: Path) -> None:
    seal(KEY, tmp_path / "store.key")

    mode = stat.S_IMODE((tmp_path / "store.key").stat().st_mode)
    assert mode == (0o666 if sys.platform == "win32" else 0o600)


def test_a_lost_key_file_is_told_as_lost(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match=r"store\.key"):
        unseal(tmp_path / "store.key")


def test_no_damage_to_a_key_file_goes_unseen(tmp_path: Path) -> None:
    file = tmp_path / "store.key"
    seal(KEY, file)
    whole = file.read_bytes()

    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        with pytest.raises(KeyUnreadable):
            unseal(file)
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(KeyUnreadable):
            unseal(file)


def test_a_folder_in_the_place_of_a_key_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(KeyUnreadable):
        unseal(tmp_path)


@given(key=keys)
def test_every_store_key_comes_back_from_its_words(key: bytes) -> None:
    assert key_from_words(typed(key_words(key))) == key


def test_a_store_keys_words_without_the_checks_are_its_bip39_phrase() -> None:
    # The published test vector of BIP-39 for 32 bytes of 7f.
    rows = key_words(b"\x7f" * 32)

    phrase = [word for row in rows for word in row[:4]]
    assert (
        phrase
        == (
            "legal winner thank year wave sausage worth useful legal winner thank year "
            "wave sausage worth useful legal winner thank year wave sausage worth title"
        ).split()
    )


def test_words_may_be_typed_short_loud_and_with_row_numbers() -> None:
    rows = key_words(KEY)
    sloppy = "\n".join(
        f"{index}. " + ", ".join(word[:4].upper() for word in row)
        for index, row in enumerate(rows, start=1)
    )

    assert key_from_words(sloppy) == KEY


def test_an_unknown_word_is_named_with_its_place_and_what_it_may_be() -> None:
    rows = key_words(KEY)
    right = rows[2][1]
    rows[2][1] = right[:-1] + "q"

    with pytest.raises(RecoveryWordUnknown) as caught:
        key_from_words(typed(rows))

    assert (caught.value.facts["row"], caught.value.facts["place"]) == (3, 2)
    assert right in str(caught.value.facts["perhaps"])


def test_a_wrong_word_is_found_in_its_row() -> None:
    rows = key_words(KEY)
    rows[4][0] = "zebra"

    with pytest.raises(RecoveryRowWrong) as caught:
        key_from_words(typed(rows))

    assert caught.value.facts["row"] == 5


def test_swapped_rows_are_found() -> None:
    rows = key_words(KEY)
    rows[1], rows[2] = rows[2], rows[1]

    with pytest.raises(RecoveryRowWrong) as caught:
        key_from_words(typed(rows))

    assert caught.value.facts["row"] == 2


def test_rows_of_two_sheets_are_found() -> None:
    rows = [*key_words(KEY)[:5], key_words(bytes(32))[5]]

    with pytest.raises(RecoverySheetsMixed):
        key_from_words(typed(rows))


def test_a_missing_word_is_counted() -> None:
    rows = key_words(KEY)

    with pytest.raises(RecoveryWordsIncomplete, match="30 words; 29 were typed"):
        key_from_words(typed(rows)[: -len(rows[5][4])])


def test_only_a_store_key_has_words() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        key_words(b"short")
