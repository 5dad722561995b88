"""The brand's logo for Word, which takes an SVG only beside a picture: a PNG as it is, an SVG drawn on the accent colour."""

from __future__ import annotations

import base64
from functools import lru_cache
from io import BytesIO

_SCALE = 4.0  # pixels of the picture to a point
_HEIGHT = 34.0  # points, as on the cover


@lru_cache(maxsize=4)
def logo_png(uri: str, ground: str) -> bytes:
    """The logo of a data address as PNG; an SVG is drawn on the colour `ground` (#rrggbb)."""
    head, _, body = uri.partition(",")
    return base64.b64decode(body) if "image/png" in head else _drawn(uri, ground)


def _drawn(uri: str, ground: str) -> bytes:
    import pypdfium2  # noqa: PLC0415  (heavy, and needed once a process)
    from weasyprint import CSS, HTML  # noqa: PLC0415

    from briefing.render.pdf import closed_fetcher  # noqa: PLC0415

    page = f"@page {{ size: 2000pt {_HEIGHT}pt; margin: 0; background: {ground} }} img {{ height: {_HEIGHT}pt; display: block }}"
    html = HTML(string=f'<img alt="" src="{uri}">', url_fetcher=closed_fetcher())
    rendered = html.render(stylesheets=[CSS(string=page)])
    width = max(box.width for box in rendered.pages[0]._page_box.descendants() if box.element_tag == "img")  # noqa: SLF001
    document = pypdfium2.PdfDocument(rendered.write_pdf())
    try:
        picture = document[0].render(scale=_SCALE).to_pil()
    finally:
        document.close()
    stream = BytesIO()
    picture.crop((0, 0, round(width * 0.75 * _SCALE), picture.height)).save(stream, "PNG")
    return stream.getvalue()
