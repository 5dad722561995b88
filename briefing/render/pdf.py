"""The block tree as a tagged PDF: HTML, one style sheet, WeasyPrint, our own audit; nothing is fetched from anywhere."""

from __future__ import annotations

import atexit
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any

from briefing.errors import Problem, RenderError
from briefing.model import tree
from briefing.render import fonts, pdf_memory, pdf_moves, typography_justify
from briefing.render.charts import chart_svg
from briefing.render.palette import readable, text_on
from briefing.render.pdf_audit import audit, without_claim
from briefing.render.pdf_flow import Placing
from briefing.render.pdf_html import Pictures, document_html
from briefing.render.pdf_moves import placing
from briefing.render.pdf_pack import pack
from briefing.render.pdf_texts import texts
from briefing.render.pdf_write import write
from briefing.render.typography import Piece, compose

_LOG = logging.getLogger("briefing.render.pdf")
_FAULTS = ("cannot be loaded", ".notdef glyph")  # what WeasyPrint takes for a warning and we do not
_FOOT = 22.0  # the lower margin of the look, in mm
_HEIGHTS, _WIDTHS = {"A4": 297.0, "Letter": 279.4}, {"A4": 210.0, "Letter": 215.9}
_PIXELS_A_MM = 96 / 25.4
_SCHEME = "briefing-font:"
_REMEDY = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (macOS: brew install pango)"


def render_pdf(briefing: tree.Briefing, edition_css: str, brand: Any, facts: bytes | None = None) -> bytes:
    """Set a briefing as PDF/UA-1; where the audit finds fault the claim is withheld and the log says why.

    With `facts` it is a PDF/A-3u instead, tagged all the same, with the facts attached.

    Args:
        briefing: the block tree in one language.
        edition_css: the style sheet of the edition; it may use the names of templates/README.md.
        brand: name, logo (a data URI, see `recipe`), accent, second_accent of `briefing.config.Brand`.
        facts: the facts.csv of the report, for an archive.

    Returns:
        The file; the same bytes for the same input.

    Raises:
        RenderError: a font or library is missing, a character has no glyph, or the page asks for a resource.
    """
    check_libraries()
    faces = fonts.font_set()
    beyond = fonts.missing(texts(briefing), faces)
    if beyond:
        _LOG.warning("characters outside the subset, taken from the full fonts: %s", " ".join(beyond))
    for notice in filter(None, (typography_justify.install(), pdf_moves.install(), pdf_memory.install())):
        _LOG.warning(notice)
    pictures, style = _pictures(briefing, brand), _style(briefing, edition_css, brand)
    height = _HEIGHTS[briefing.page_size] if briefing.orientation == "portrait" else _WIDTHS[briefing.page_size]

    with placing(Placing(briefing, (height - _FOOT) * _PIXELS_A_MM)):
        pages = _lay_out(document_html(briefing, pictures), style, beyond)
    return _write(pages, briefing, facts)


def check_libraries() -> None:
    """Refuse to start without Pango or hb-subset (a document then takes 30 s instead of 2).

    Raises:
        RenderError: with the packages to install.
    """
    try:
        from weasyprint.text.ffi import harfbuzz_subset  # noqa: PLC0415  (heavy)
    except OSError as error:
        raise RenderError(Problem("PDF", f"a library is missing: {error}", "Pango with HarfBuzz", _REMEDY)) from error
    if not harfbuzz_subset:
        raise RenderError(
            Problem("PDF", "the library libharfbuzz-subset is missing", "HarfBuzz with hb-subset", _REMEDY)
        )


def _pictures(briefing: tree.Briefing, brand: Any) -> Pictures:
    charts = {
        block.id: chart_svg(block, brand.accent, brand.second_accent)
        for block in briefing.blocks
        if isinstance(block, tree.Chart)
    }
    return Pictures(charts, brand.logo or "", brand.name or "")


def _style(briefing: tree.Briefing, edition_css: str, brand: Any) -> str:
    """The edition's style with the brand's colours, the font chains and the running heads put in."""
    sans, serif = fonts.stacks(briefing.lang)
    zh_sans, _ = fonts.stacks("zh")
    values = {
        "accent": brand.accent, "accent-text": readable(brand.accent), "on-accent": text_on(brand.accent),
        "second": readable(brand.second_accent), "sans": sans, "serif": serif, "zh-sans": zh_sans,
    }  # fmt: skip
    lines = {"running-left": briefing.running_left, "running-right": briefing.running_right, "footer": briefing.footer}
    values |= {name: _css_string(line, briefing.lang) for name, line in lines.items()}
    css = edition_css
    for name, value in values.items():
        css = css.replace(f"var(--{name})", value)
    return f"{css}\n@page {{ size: {briefing.page_size} {briefing.orientation} }}"


def _css_string(line: str, lang: str) -> str:
    """A running head as a string of a style sheet, with the quotes and marks of its language."""
    text = "".join(run.text for run in compose([Piece(line)], lang)[0]) if line else ""
    escaped = "".join(c if c.isalnum() or c in " ,.-·—:" else f"\\{ord(c):x} " for c in text)
    return f'"{escaped}"'


# --- WeasyPrint -------------------------------------------------------------------------------------------------------


def _fetcher(assets: Mapping[str, bytes]) -> Any:
    """A fetcher that knows data URIs and our own fonts and nothing else; any other address stops the rendering."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class Closed(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(_SCHEME):
                return URLFetcherResponse(url, assets[url.removeprefix(_SCHEME)])
            return super().fetch(url, headers)

    return Closed(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)


def closed_fetcher() -> Any:
    """A fetcher that knows data addresses and nothing else."""
    return _fetcher({})


@lru_cache(maxsize=8)
def _sheet(css: str, beyond: tuple[str, ...]) -> tuple[Any, Any]:
    """The parsed style sheet and the font configuration that belongs to it; the faces are loaded once a process."""
    from weasyprint import CSS  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    config, rules, assets = FontConfiguration(), [], {}
    faces = fonts.font_set()
    parts = [(face.family, face.weight, face.path.read_bytes()) for face in faces.faces]
    if beyond:
        parts += [(family, weight, data) for (family, weight), data in fonts.plus_faces(beyond, faces).items()]
    for family, weight, data in parts:
        name = f"{family}-{weight}".replace(" ", "-")
        assets[name] = data
        rules.append(f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url({_SCHEME}{name}) }}')
    pdf_memory.own_features(config)
    CSS(string="".join(rules), font_config=config, url_fetcher=_fetcher(assets))
    return CSS(string=css, font_config=config, url_fetcher=_fetcher({})), config


atexit.register(_sheet.cache_clear)  # WeasyPrint's font maps cannot be let go of once its modules are gone


def _lay_out(html: str, css: str, beyond: tuple[str, ...]) -> Any:
    from weasyprint import HTML  # noqa: PLC0415

    with _complaints():
        sheet, config = _sheet(css, beyond)
        return HTML(string=html, url_fetcher=_fetcher({})).render(font_config=config, stylesheets=[sheet])


def _write(pages: Any, briefing: tree.Briefing, facts: bytes | None) -> bytes:
    options = {"pdf_variant": "pdf/ua-1"} if facts is None else _archive(facts, briefing.created)
    with _complaints():
        data: bytes = pages.write_pdf(**options, finisher=_ours, uncompressed_pdf=True)
    problems = audit(data, lang=briefing.lang, title=briefing.title)
    if problems:
        _LOG.warning("the PDF/UA claim is withheld: %s", "; ".join(problems))
        data = without_claim(data)
    return data


def _ours(_document: Any, pdf: Any) -> None:
    """WeasyPrint's last word on the objects of a file: they are packed, and written by us."""
    pack(pdf)
    pdf.write = lambda output, *_: output.write(write(pdf))


def _archive(facts: bytes, created: str) -> dict[str, Any]:
    """What makes the file a PDF/A-3u that carries its data, dated as the briefing is."""
    from weasyprint import Attachment  # noqa: PLC0415

    day = datetime.fromisoformat(created)
    attached = Attachment(
        string=facts, name="facts.csv", description="facts.csv", created=day, modified=day, relationship="Data"
    )
    return {"pdf_variant": "pdf/a-3u", "pdf_tags": True, "attachments": [attached]}


class _Keeper(logging.Handler):
    """Keeps the records it is given."""

    def __init__(self, found: list[logging.LogRecord]) -> None:
        super().__init__()
        self.found = found

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record)


@contextmanager
def _complaints() -> Iterator[None]:
    """What WeasyPrint only logs as an error (a picture that failed, a font not loaded) stops the rendering, and an address."""
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    found: list[logging.LogRecord] = []
    handler = _Keeper(found)
    logger = logging.getLogger("weasyprint")
    kept, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    except FatalURLFetchingError as error:  # derives from BaseException: only its name catches it
        raise RenderError(
            Problem("PDF", _brief(str(error)), "only data: addresses", "Remove the address from template or style")
        ) from None
    finally:
        logger.removeHandler(handler)
        logger.propagate = kept
    for record in found:
        message = record.getMessage()
        if record.levelno >= logging.ERROR or any(fault in message for fault in _FAULTS):
            raise RenderError(Problem("PDF", _brief(message), "a page without faults"))
        if record.levelno >= logging.WARNING:
            _LOG.warning("weasyprint: %s", _brief(message))


def _brief(message: str) -> str:
    """A message without the content of data addresses."""
    return re.sub(r"(data:[\w/+.-]*)[^\s\"']{40,}", r"\1…", message)
