"""Make docs/first-pages.png of the sample: the first page of each language side by side. Needs pdftoppm."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
_HEIGHT = 1000  # pixels
_GAP = 24


def main() -> None:
    """Read out/2023/binjiang and write the picture beside this file."""
    pages = [_page(ROOT / f"out/2023/binjiang/binjiang-2023-investor.{lang}.pdf") for lang in ("zh", "en")]
    sheet = Image.new("RGB", (sum(page.width for page in pages) + 3 * _GAP, _HEIGHT + 2 * _GAP), "#e6e8ea")
    left = _GAP
    for page in pages:
        sheet.paste(page, (left, _GAP))
        left += page.width + _GAP
    sheet.quantize(128).save(ROOT / "docs" / "first-pages.png", optimize=True)


def _page(path: Path) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "page"
        subprocess.run(["pdftoppm", "-png", "-r", "110", "-l", "1", "-singlefile", path, stem], check=True)  # noqa: S607
        page = Image.open(stem.with_suffix(".png")).convert("RGB")
    return page.resize((round(page.width * _HEIGHT / page.height), _HEIGHT), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
