"""`loket …` as IT staff type it: what it says, and how it ends."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from counter import __version__, cli, keys
from counter.shell import BUG, WRONG, run
from tests.cli.running import NUMBER, PLAN, Loket


def test_it_tells_its_version(loket: Loket) -> None:
    assert loket.done("--version") == f"loket {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--colour"], "There is no option --colour."),
        (["serve"], "There is no command serve."),
        (["store"], "A command is missing. `loket store --help`"),
        (["receipt", "verify"], "TEXT is missing."),
        (["--language", "fr"], "--language: expected one of id, en, found fr."),
        (["doctor", "now", "x"], "Not expected here: now x. `loket doctor --help`"),
        (["doctor", "--data"], "--data needs a value."),
        (["demo", "--day=1"], "--day takes no value."),
        (["demo", "--day", "--board"], "--board opens a window; the simulated day needs none."),
        (["setup", "none.toml"], "none.toml cannot be read: No such file or directory."),
        (["store", "check"], "There is no Loket store in "),
        (["store", "unlock", "none.txt"], "The words in none.txt cannot be read"),
        (["backup"], "There is no Loket store in "),
        (["restore", "none.loket-backup"], "There is no backup none.loket-backup."),
        (["receipt", "verify", "x", "--key", "abc"], "abc is not an office's public key."),
        (["receipt", "verify", "x", "--key", "00" * 32], "This is not the text of a Loket"),
        (["receipt", "key"], "There is no Loket store in "),
        (["catalogue", "check", "none.toml"], "The catalogue none.toml cannot be read"),
        (["central", "--port", "http"], "--port: expected a whole number from 0 to 65535"),
        (["central", "--port", "70000"], "from 0 to 65535, found 70000."),
        (["demo", "--seed", "x"], "--seed: expected a whole number, found x."),
        (
            ["central", "--database", "mysql://x/y"],
            "not the address of a PostgreSQL database: mysql://x/y. Nothing",
        ),
        (["central", "--database", "?"], "not the address of a PostgreSQL database"),
        (["central", "revoke", "3171-06", "x"], "No computer x of branch 3171-06 has joined"),
        (["central", "code", "31 71"], "31 71 cannot be the code of a branch."),
        (["enrol", "abc"], "There is no Loket store in "),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_mistake_gets_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(cli.loket, arguments)

    out, told = capsys.readouterr()
    assert (code, out, told.count("\n")) == (WRONG, "", 1)
    assert told.startswith("loket: ")
    assert said in told


def test_a_mistake_ends_the_process_with_2_and_no_traceback(loket: Loket) -> None:
    assert "There is no command serve." in loket.refused("serve")
    assert "There is no Loket store in " in loket.refused("store", "check")


def test_a_mistake_is_told_in_the_language_asked_for(loket: Loket) -> None:
    assert "Tidak ada perintah serve." in loket.refused("--language", "id", "serve")
    assert "Tidak ada perintah serve." in loket.refused("serve", LANG="C.UTF-8")


def test_the_help_is_in_one_language(loket: Loket) -> None:
    for arguments in ([], ["central"], ["restore"]):
        said = loket.done("--language", "id", *arguments, "--help")

        for english in ("Usage", "Options", "Commands", "Show"):
            assert english not in said.replace("[OPTIONS]", "")


def test_the_settings_say_which_language_is_spoken(office: Loket) -> None:
    settings = office.data / "loket.toml"
    settings.write_text(settings.read_text().replace('language = ""', 'language = "id"'))

    assert "Cadangan none tidak ada." in office.refused("restore", "none")


def test_without_a_screen_the_desk_says_so(loket: Loket) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        loket.environment.pop(name, None)

    assert "There is no screen here" in loket.refused()


def test_an_office_is_set_up_from_a_file_and_found_whole(office: Loket) -> None:
    assert (office.home / "recovery-sheet.pdf").read_bytes().startswith(b"%PDF")
    assert "The store is whole" in office.done("store", "check")
    audited = office.done("audit", "verify")
    assert "are as written" in audited
    assert "None is signed yet" in audited


def test_the_example_sets_an_office_up(loket: Loket) -> None:
    (loket.home / "example.toml").write_text(loket.done("setup", "--example"))

    assert "Dukcapil Jakarta Pusat is set up in" in loket.done("setup", "example.toml")


def test_a_recovery_sheet_overwrites_nothing(office: Loket) -> None:
    said = office.refused("setup", "office.toml", "--data", office.home / "second")

    assert "There already is a file recovery-sheet.pdf." in said
    assert not (office.home / "second").exists()


def test_a_wrong_set_up_file_names_file_key_and_expectation(loket: Loket) -> None:
    (loket.home / "office.toml").write_text(PLAN.replace("WIB", "CET"))

    said = loket.refused("setup", "office.toml")

    assert "office.toml is wrong at office.zone: expected one of WIB, WITA, WIT" in said
    assert not loket.data.exists()


def test_wrong_settings_are_told_by_whatever_needs_them(office: Loket) -> None:
    (office.data / "loket.toml").write_text("counter = 0\n")

    assert "expected a whole number from 1 to 99, found 0" in office.refused("backup")


def test_a_backup_comes_back(office: Loket) -> None:
    file = office.done("backup").split(": ")[0]

    said = office.done("restore", file)
    assert "events are back" in said
    assert "without printer" not in said  # this PC kept its settings
    assert "The store is whole" in office.done("store", "check")


def test_a_backup_that_fails_gets_one_line(office: Loket) -> None:
    (office.home / "stick").write_bytes(b"a file where a folder should be")

    assert "The backup could not be written to " in office.refused("backup", "--to", "stick")


def test_a_backup_that_is_none_is_told(office: Loket) -> None:
    (office.home / "photo.loket-backup").write_bytes(b"\xff\xd8" * 5000)

    assert "is no Loket backup" in office.refused("restore", "photo.loket-backup")


def test_another_pc_is_told_of_the_words_and_of_what_to_choose_anew(office: Loket) -> None:
    file = office.done("backup").split(": ")[0]
    rows = keys.key_words(keys.unseal(office.data / "store.key"))
    (office.home / "words.txt").write_text("\n".join(" ".join(row) for row in rows))

    said = office.refused("restore", file, "--data", "pc2")
    done = office.done("restore", file, "--data", "pc2", "--words", "words.txt")

    assert "no key on this computer opens it" in said
    assert "--words FILE" in said
    assert "this is counter 1, without printer or daily backup" in done


def test_a_store_that_lost_its_key_opens_with_the_words(office: Loket) -> None:
    words = [" ".join(row) for row in keys.key_words(keys.unseal(office.data / "store.key"))]
    (office.data / "store.key").unlink()
    assert "The key of the store" in office.refused("store", "check")

    assert "Row 1, word 1" in office.refused("store", "unlock", given="qqqq " * 30)
    office.done("store", "unlock", given="\n".join(words))

    assert "The store is whole" in office.done("store", "check")


def test_a_receipt_is_checked_without_a_store_or_a_network(loket: Loket) -> None:
    from counter.printing.signature import receipt_text

    key = keys.SigningKey(bytes(range(32)))
    text = receipt_text(NUMBER, key, central="central.go.id")
    (loket.home / "office.key").write_text(key.public.hex() + "\n")

    assert f"Receipt {NUMBER} is genuine." in loket.done(
        "receipt", "verify", text, "--key", "office.key"
    )
    assert "was not signed by this office" in loket.refused(
        "receipt", "verify", text, "--key", "00" * 31 + "01"
    )


def test_a_receipt_is_checked_with_the_offices_own_key(office: Loket) -> None:
    from counter.printing.signature import receipt_text

    forged = receipt_text(NUMBER, keys.SigningKey(bytes(range(32))))

    assert len(bytes.fromhex(office.done("receipt", "key"))) == 32
    assert "was not signed by this office" in office.refused("receipt", "verify", forged)


def test_a_good_catalogue_is_praised_and_a_broken_one_explained(
    loket: Loket, checkout: Path
) -> None:
    good = (checkout / "resources" / "catalogue" / "kelurahan.toml").read_text()
    (loket.home / "ours.toml").write_text(good.replace("fee_rupiah = 0", 'fee_rupiah = "0"', 1))

    assert "services, all in order" in loket.done("catalogue", "check", "kelurahan")
    said = loket.refused("catalogue", "check", "ours.toml")
    assert said.startswith("loket: ours.toml: services[")
    assert "fee_rupiah: expected a whole number, found 0" in said


def test_the_doctor_says_how_everything_is(office: Loket) -> None:
    said = office("doctor")

    assert said.returncode == 0
    lines = said.stdout.splitlines()
    assert [line[2:].split()[0] for line in lines] == [
        "Version", "Disk", "Store", "Clock", "Line", "Backup", "Printer",
    ]  # fmt: skip
    assert any(line.startswith("! Backup   look at it: none yet.") for line in lines)


def test_the_doctor_finds_a_lost_key(office: Loket) -> None:
    (office.data / "store.key").unlink()

    said = office("doctor")

    assert said.returncode == 1
    assert "X Store    trouble: The key of the store in " in said.stdout


# --- bugs -------------------------------------------------------------------------------------
@click.group("loket")
def broken() -> None:
    """A command with a bug in it."""


@broken.command("divide")
def divide() -> None:
    """Divide by nothing, for citizen 3171015208910003."""
    raise ZeroDivisionError("3171015208910003")


@pytest.mark.expected_error_logs
def test_a_bug_is_written_down_whole_and_told_in_one_calm_line(
    here: Loket, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(broken, ["divide"])

    said = capsys.readouterr().err
    written = (here.data / "log" / "loket.log").read_text()
    assert code == BUG
    assert said.count("\n") == 1
    assert "Loket met a fault in itself" in said
    assert "Traceback" not in said
    assert "Traceback" in written
    assert "ZeroDivisionError" in written
    assert "3171015208910003" not in written
