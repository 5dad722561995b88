"""The command line: results on stdout, all else on stderr, errors as one line each with the exit code of the error.

The commands stand in the modules beside this one; their imports stand inside them, so that --help answers at once.
"""

from __future__ import annotations

from briefing.cli import engines, making, reviewing, setting, terms, watching, words
from briefing.cli.app import app, main

__all__ = ["app", "engines", "main", "making", "reviewing", "setting", "terms", "watching", "words"]
