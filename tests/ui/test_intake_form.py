"""The intake form by keyboard: grouping, moving on, telling what is wrong, losing nothing."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter.domain.catalogue import Catalogue
from counter.domain.forms import Setting
from counter.office.catalogue import read_catalogue
from counter.office.regions import regions
from counter.text import ENGLISH, set_language
from ui.intake.editors import LineEditor
from ui.intake.form import IntakeForm
from ui.intake.judging import FormJudge
from ui.intake.readings import date_words

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue("dukcapil")


@pytest.fixture
def form(qtbot: QtBot, catalogue: Catalogue) -> IntakeForm:
    service = catalogue.service("ktp_replacement")
    judge = FormJudge(lambda finding: finding.reason.value)
    judge.judges([*catalogue.applicant, *service.fields], Setting(today=TODAY, regions=regions()))
    made = IntakeForm(judge, lambda _text: [])
    made.build([("Pemohon", catalogue.applicant), ("KTP-el", service.fields)])
    qtbot.addWidget(made)
    made.resize(800, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def line(form: IntakeForm, name: str) -> LineEditor:
    editor = form.editor(name)
    assert isinstance(editor, LineEditor)
    return editor


def test_a_nik_is_grouped_while_it_is_typed(qtbot: QtBot, form: IntakeForm) -> None:
    qtbot.keyClicks(line(form, "nik").line, "3171015208910003")

    assert line(form, "nik").line.text() == "3171 0152 0891 0003"
    assert form.answers()["nik"] == "3171015208910003"


def test_a_digit_put_into_the_middle_keeps_the_cursor_behind_it(
    qtbot: QtBot, form: IntakeForm
) -> None:
    field = line(form, "nik").line
    qtbot.keyClicks(field, "3171152089")
    field.setCursorPosition(5)

    qtbot.keyClicks(field, "0")

    assert (field.text(), field.cursorPosition()) == ("3171 0152 089", 6)


def test_a_right_nik_tells_whose_it_is(qtbot: QtBot, form: IntakeForm) -> None:
    qtbot.keyClicks(line(form, "nik").line, "3171015208910003")

    said = form.row("nik").below.text()
    assert said.startswith("Perempuan, lahir 12 Agustus 1991")


def test_a_wrong_answer_is_told_once_the_field_was_left(qtbot: QtBot, form: IntakeForm) -> None:
    field = line(form, "nik").line
    field.setFocus()
    qtbot.keyClicks(field, "3171")
    assert form.row("nik").below.isHidden()

    qtbot.keyClick(field, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: form.row("nik").below.text() == "length")
    assert field.text() == "3171"


def test_enter_moves_on_over_what_is_not_asked(qtbot: QtBot, form: IntakeForm) -> None:
    form.editor("reason").set_answer("damaged")
    form.judge_now()
    finished: list[bool] = []
    form.finished.connect(lambda: finished.append(True))
    line(form, "nik").line.setFocus()

    for _key in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Return)
        if finished:
            break

    assert finished == [True]
    assert form.editor("police_letter_no").isHidden()


def test_a_question_appears_when_an_answer_leads_to_it(form: IntakeForm) -> None:
    assert form.editor("police_letter_no").isHidden()

    form.set_answers({"reason": "lost"})

    assert not form.editor("police_letter_no").isHidden()


def test_answers_of_fields_the_form_does_not_have_are_kept(form: IntakeForm) -> None:
    form.set_answers({"name": "DEWI", "of_last_year": "kept"})

    assert form.answers() == {"name": "DEWI", "of_last_year": "kept"}


def test_typing_is_announced_at_a_pause(qtbot: QtBot, form: IntakeForm) -> None:
    with qtbot.waitSignal(form.changed):
        qtbot.keyClicks(line(form, "name").line, "DEWI")

    assert form.answers()["name"] == "DEWI"


def test_filing_puts_the_cursor_where_something_is_missing(form: IntakeForm) -> None:
    form.set_answers({"nik": "3171015208910003"})

    assert not form.judge_now(strictly=True)
    assert form.focus_first_problem()
    assert line(form, "name").line.hasFocus()


def test_what_is_doubtful_stands_with_a_reason(form: IntakeForm) -> None:
    form.set_answers({"nik": "9999015208910003"})
    form.judge_now(strictly=True)
    row = form.row("nik")
    if row.reason_field("nik") is None:
        pytest.fail(f"no reason is asked for: {row.below.text()}")

    row.set_reason("nik", "KTP lama diperlihatkan")

    assert form.overrides() == {"nik": "KTP lama diperlihatkan"}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "Minggu, 2 hari lalu"),
        (date(2026, 11, 24), "Selasa, hari ini"),
        (date(2026, 11, 25), "Rabu, besok"),
        (date(1991, 8, 12), "Senin, 35 tahun lalu"),
    ],
    ids=["sunday", "today", "tomorrow", "birth"],
)
def test_a_date_is_said_as_people_say_it(day: date, said: str) -> None:
    assert date_words(day, TODAY) == said


def test_a_date_is_said_in_english_too() -> None:
    set_language(ENGLISH)

    assert date_words(date(2026, 11, 22), TODAY) == "Sunday, 2 days ago"
