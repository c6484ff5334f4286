"""Translations: extract what the code says, merge it into the catalogues, compile, check.

Run by `make translations`, `make setup` and `make test`; also the build hook that puts compiled
catalogues into every wheel. Babel is needed here only, never by the running program. English is
the key; Indonesian holds every sentence, Javanese those of the kiosk.
"""

from __future__ import annotations

import string
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent.parent.parent
LOCALE = ROOT / "resources" / "locale"
ROOMS = ("counter", "ui")
# languages of one room's sentences only
PARTS = {"jv": ("ui/kiosk/", "counter/headcount.py")}
DRAFTS = {"jv"}  # `counter.text.DRAFTS`, which a build cannot import
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
}
DRAFT = "# Draft: to be reviewed by a native speaker.\n"
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Loket\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


class CompileTranslations(BuildHookInterface):  # type: ignore[type-arg]  # hatch leaves it open
    """Compile before anything is built; an editable install compiles in place."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Compile every catalogue."""
        compile_all()


def catalogues() -> list[Path]:
    """List the catalogues that people translate."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/loket.po"))


def read(path: Path) -> Catalog:
    """Read one catalogue; its language is its folder's name."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def write(path: Path, catalogue: Catalog) -> None:
    """Write one catalogue whole or not at all, with nothing in it that changes by itself."""
    text = BytesIO()
    write_po(
        text,
        catalogue,
        width=99,
        omit_header=True,
        ignore_obsolete=True,
        sort_output=True,
        include_lineno=False,
    )
    language = path.parent.parent.name
    header = HEADER.format(language=language, plural=catalogue.plural_forms)
    if language in DRAFTS:
        header = DRAFT + header
    beside = path.with_suffix(".po.new")
    beside.write_bytes(header.encode() + text.getvalue())
    beside.replace(path)


def extract(part: str | tuple[str, ...] = "") -> Catalog:
    """Collect every sentence the code marks, with the files it stands in; `part`: below there."""
    found = Catalog(project="Loket", charset="utf-8")
    for room in ROOMS:
        rows = extract_from_dir(ROOT / room, keywords=KEYWORDS, comment_tags=("i18n:",))
        for name, _line, message, comments, context in rows:
            where = f"{room}/{name}"
            if not where.startswith(part):
                continue
            found.add(
                message,
                locations=[(where, None)],
                auto_comments=comments,
                context=context,
            )
    return found


def update() -> None:
    """Merge what the code says now into each catalogue; sentences no longer said leave it."""
    for path in catalogues():
        catalogue = read(path)
        catalogue.update(_template(path), no_fuzzy_matching=True)
        write(path, catalogue)
        missing = sum(1 for message in catalogue if message.id and not _said(message))
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} sentences, {missing} to translate")


def compile_all() -> None:
    """Write the compiled catalogues beside their sources, where they are older."""
    for path in catalogues():
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns:
            with compiled.open("wb") as file:
                write_mo(file, read(path))


def check() -> Iterator[str]:
    """Yield what is wrong: a sentence nobody translated, or whose braces do not agree."""
    for path in catalogues():
        template = _template(path)
        catalogue = read(path)
        where = path.relative_to(ROOT)
        for wanted in template:
            if not wanted.id:
                continue
            told = catalogue.get(_key(wanted), wanted.context)
            if told is None or not _said(told) or told.fuzzy:
                yield f"{where}: not translated: {_key(wanted)!r}"
            elif any(_braces(said) != _braces(_asked(wanted)) for said in _said(told)):
                yield f"{where}: the braces differ: {_key(wanted)!r}"
        for told in catalogue:
            if told.id and template.get(_key(told), told.context) is None:
                yield f"{where}: nobody says this any more: {_key(told)!r}"


def _template(path: Path) -> Catalog:
    """The sentences that one catalogue has to have."""
    return extract(PARTS.get(path.parent.parent.name, ""))


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _asked(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[1]


def _said(message: Message) -> tuple[str, ...]:
    """Give every form of the translation; none if one of them is empty."""
    told = message.string or ()
    forms = (told,) if isinstance(told, str) else tuple(told)
    return forms if forms and all(forms) else ()


def _braces(sentence: str) -> set[str]:
    return {field for _text, field, _spec, _conv in string.Formatter().parse(sentence) if field}


def main(command: str) -> int:
    """Run one of `update`, `compile`, `check`; a check that finds something ends with 1."""
    if command == "update":
        update()
        compile_all()
    elif command == "compile":
        compile_all()
    elif command == "check":
        found = list(check())
        print("\n".join(found), file=sys.stderr, end="\n" if found else "")
        return bool(found)
    else:
        print(f"no such command: {command}; one of update, compile, check", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or [""]))
