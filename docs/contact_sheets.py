"""Make docs/contact-sheet-<lang>.png: every page of the sample and of a month of the national release. Needs pdftoppm."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
_SAMPLES = (("2023", "binjiang"), ("2024-10", "china"))
_DPI, _ACROSS, _GAP = 40, 5, 10


def main() -> None:
    """Read out/ and write a picture a language beside this file."""
    for lang in ("zh", "en"):
        pages = [page for period, region in _SAMPLES for page in _pages(period, region, lang)]
        wide, high = pages[0].size
        rows = -(-len(pages) // _ACROSS)
        size = (_ACROSS * (wide + _GAP) + _GAP, rows * (high + _GAP) + _GAP)
        sheet = Image.new("RGB", size, "#e6e8ea")
        for place, page in enumerate(pages):
            row, column = divmod(place, _ACROSS)
            sheet.paste(page, (_GAP + column * (wide + _GAP), _GAP + row * (high + _GAP)))
        sheet.quantize(160).save(ROOT / "docs" / f"contact-sheet-{lang}.png", optimize=True)


def _pages(period: str, region: str, lang: str) -> list[Image.Image]:
    path = ROOT / f"out/{period}/{region}/{region}-{period}-investor.{lang}.pdf"
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "page"
        subprocess.run(["pdftoppm", "-png", "-r", str(_DPI), path, stem], check=True)  # noqa: S607
        return [Image.open(page).convert("RGB") for page in sorted(Path(folder).iterdir())]


if __name__ == "__main__":
    main()
