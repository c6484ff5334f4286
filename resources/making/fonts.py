"""Make the embedded TrueType files from the npm package of Atkinson Hyperlegible Next.

Fetch the package with `npm pack @fontsource/atkinson-hyperlegible-next`, unpack it, then:

    python -m resources.making.fonts path/to/package

The package splits each weight in two woff2 files, Latin and Latin Extended; one file each is what
Qt and reportlab can embed, so the two are merged. reportlab knows no font features, so the papers'
columns of figures get a family of its own, "… Tabular", whose digits are all of one width.
Needs fonttools and brotli.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "fonts"
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
TABULAR = (400, 700)


def merged(package: Path, weight: int) -> TTFont:
    """One weight with all the glyphs that the package has for it."""
    with TemporaryDirectory() as folder:
        parts = []
        for subset in ("latin", "latin-ext"):
            name = f"atkinson-hyperlegible-next-{subset}-{weight}-normal"
            font = TTFont(package / "files" / f"{name}.woff2", recalcTimestamp=False)
            font.flavor = None
            # Each subset lists the same axes; Qt and reportlab need none of a static face.
            del font["STAT"]
            part = Path(folder) / f"{name}.ttf"
            font.save(part)
            parts.append(str(part))
        font = Merger(options=Options(drop_tables=["DSIG"])).merge(parts)
        original = TTFont(parts[0], recalcTimestamp=False)
        # The same package gives the same bytes.
        font.recalcTimestamp = False
        for stamp in ("created", "modified"):
            setattr(font["head"], stamp, getattr(original["head"], stamp))
        return font


def make_tabular(font: TTFont) -> None:
    """Let the digits be those of the feature `tnum`, and the family be named apart."""
    lookups = font["GSUB"].table.LookupList.Lookup
    to_tabular: dict[str, str] = {}
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for subtable in lookups[index].SubTable:
                    to_tabular.update(subtable.mapping)
    for table in font["cmap"].tables:
        if table.isUnicode():
            for digit in b"0123456789":
                table.cmap[digit] = to_tabular.get(table.cmap[digit], table.cmap[digit])
    for record in font["name"].names:
        plain = str(record)
        for name, new in (
            ("Atkinson Hyperlegible Next", "Atkinson Hyperlegible Next Tabular"),
            ("AtkinsonHyperlegibleNext", "AtkinsonHyperlegibleNextTabular"),
        ):
            if record.nameID in (1, 3, 4, 6, 16):
                plain = plain.replace(name, new)
        record.string = plain


def main() -> None:
    """Write the weights and the licence to `resources/fonts`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="folder of the unpacked npm package")
    package = parser.parse_args().package
    for weight, name in WEIGHTS.items():
        font = merged(package, weight)
        font.save(FONTS / f"AtkinsonHyperlegibleNext-{name}.ttf")
        if weight in TABULAR:
            make_tabular(font)
            font.save(FONTS / f"AtkinsonHyperlegibleNextTabular-{name}.ttf")
    shutil.copyfile(package / "LICENSE", FONTS / "OFL.txt")


if __name__ == "__main__":
    main()
