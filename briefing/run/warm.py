"""Imported once by the server from which workers are forked: everything that is slow to import, and nothing else."""

from __future__ import annotations

import docx
import pypdfium2
import weasyprint

import briefing.build
import briefing.render.charts
import briefing.render.docx
import briefing.render.pdf

__all__ = ["briefing", "docx", "pypdfium2", "weasyprint"]
