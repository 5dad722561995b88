"""From the block tree to bytes: PDF, DOCX, charts. Heavy libraries load on the first call, not on import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.render.charts import chart_svg
    from briefing.render.docx import render_docx
    from briefing.render.docx_options import DocxOptions
    from briefing.render.pdf import render_pdf
    from briefing.render.pdf_audit import heading_pages
    from briefing.render.xlsx import render_xlsx

__all__ = ["DocxOptions", "chart_svg", "heading_pages", "render_docx", "render_pdf", "render_xlsx"]

_HOMES = {
    "DocxOptions": "docx_options",
    "chart_svg": "charts",
    "heading_pages": "pdf_audit",
    "render_docx": "docx",
    "render_pdf": "pdf",
    "render_xlsx": "xlsx",
}


def __getattr__(name: str) -> Any:
    """Import the writer that is asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module  # noqa: PLC0415  (the point of this function)

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
