"""The live page of template authors: the pages of one unit in both languages, made anew whenever a file it is made from changes.

The server listens on 127.0.0.1 only, answers only to that name, and knows only what stands in `Shown`: nothing is read from
the disk for a request. A fault of a template, the glossary or the configuration is shown above the last good pages.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

from briefing.build import Built, build_unit
from briefing.config import FILE, Workspace, find_workspace, load_workspace
from briefing.errors import BriefingError, Problem, UsageError
from briefing.recipe import Recipe, load_recipe
from briefing.run import Wanted, plan
from briefing.run.due import extract_folder

HOST = "127.0.0.1"
_PAUSE = 0.3  # seconds between two looks at the files
_SCALE = 1.5  # pixels a point of a page
_WATCHED = (FILE, "templates", "glossary", "sources")
_NAMES = {"zh": "中文", "en": "English"}
_POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_STYLE = """body{margin:0;font:14px/1.5 system-ui,sans-serif;background:#e9ecee;color:#1d2730}
header{position:sticky;top:0;background:#fff;padding:8px 16px;border-bottom:1px solid #c9d1d6}
main{display:flex;gap:16px;padding:16px;align-items:flex-start}section{flex:1;min-width:0}
img{display:block;width:100%;margin:0 0 16px;background:#fff;box-shadow:0 1px 4px #0003}
.faults{margin:8px 0;padding:8px 12px;background:#fdecea;border-left:4px solid #b3261e;list-style:none}
code{font-weight:600}h2{margin:0 0 8px;font-size:14px}"""
_SCRIPT = """const own=document.body.dataset.version;
setInterval(async()=>{try{const r=await fetch('/state');const s=await r.json();
if(String(s.version)!==own)location.reload()}catch{}},700)"""


@dataclass(frozen=True)
class Choice:
    """What is to be shown; empty means the first region, its newest period, the first edition with pages."""

    region: str = ""
    period: str = ""
    edition: str = ""


@dataclass(frozen=True)
class Shown:
    """What the page shows: PNGs of the pages by language, and what is wrong with what was made last."""

    version: int = 0
    unit: str = ""
    pages: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0

    def state(self) -> dict[str, Any]:
        """What the page asks for to see whether there is something new."""
        counts = {lang: len(pages) for lang, pages in self.pages.items()}
        faults = [vars(problem) for problem in self.problems]
        return {"version": self.version, "unit": self.unit, "pages": counts, "problems": faults}

    def answer(self, path: str) -> tuple[str, bytes] | None:
        """Type and content of one address, None for any other."""
        fixed = {
            "/": ("text/html; charset=utf-8", self.html),
            "/state": ("application/json", lambda: json.dumps(self.state(), ensure_ascii=False)),
            "/page.css": ("text/css; charset=utf-8", lambda: _STYLE),
            "/page.js": ("text/javascript; charset=utf-8", lambda: _SCRIPT),
        }
        if path in fixed:
            kind, make = fixed[path]
            return kind, make().encode()
        return next((("image/png", png) for address, png in self.addresses() if address == path), None)

    def addresses(self) -> Iterable[tuple[str, bytes]]:
        """The address and the picture of every page."""
        for lang, pages in self.pages.items():
            for number, png in enumerate(pages, 1):
                yield f"/{self.version}/{lang}/{number}.png", png

    def html(self) -> str:
        """The page: faults, then both languages side by side."""
        faults = "".join(f"<li><code>{escape(one.where)}</code> {escape(_told(one))}</li>" for one in self.problems)
        listed = f'<ul class="faults">{faults}</ul>' if faults else ""
        columns = "".join(
            f'<section lang="{escape(lang)}"><h2>{escape(_NAMES.get(lang, lang))}</h2>{"".join(map(_picture, self._of(lang)))}</section>'
            for lang in self.pages
        )
        title = escape(f"{self.unit} · {self.seconds:.1f} s" if self.unit else "no pages yet")
        return (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f'<link rel="stylesheet" href="/page.css"></head><body data-version="{self.version}"><header>{title}{listed}</header>'
            f'<main>{columns}</main><script src="/page.js"></script></body></html>'
        )

    def _of(self, lang: str) -> list[str]:
        return [address for address, _ in self.addresses() if address.split("/")[2] == lang]


def _told(problem: Problem) -> str:
    """A problem without its place."""
    return str(problem).removeprefix(f"{problem.where}: ")


def _picture(address: str) -> str:
    return f'<img src="{escape(address)}" alt="page {escape(address.rpartition("/")[2].removesuffix(".png"))}">'


class Preview:
    """One unit, made anew when its files change."""

    def __init__(self, start: Path, choice: Choice) -> None:
        """Look for the workspace; nothing is made before `look`.

        Raises:
            WorkspaceError: there is none.
            UsageError: it has no such region or edition.
        """
        self.root = find_workspace(start.resolve())
        self.choice = choice
        self.shown = Shown()
        self._seen: dict[Path, tuple[int, int]] | None = None
        self._extracts = self.root / "extracts"
        self._own = self._folders = tuple(self.root / name for name in _WATCHED)

    def look(self) -> bool:
        """Make the pages anew if a file changed since the last look; returns whether it did."""
        seen = self._stamps()
        if seen == self._seen:
            return False
        began = time.monotonic()
        try:
            made = self._make()
        except BriefingError as error:
            made = replace(self.shown, problems=error.problems)
        except Exception as error:  # noqa: BLE001  # whatever a template asks for, the page says so and goes on
            made = replace(self.shown, problems=(Problem("briefing", f"{type(error).__name__}: {error}"),))
        self.shown = replace(made, version=self.shown.version + 1, seconds=time.monotonic() - began)
        self._seen = self._stamps() | seen  # folders known only now count as seen; what changed meanwhile does not
        return True

    def _make(self) -> Shown:
        workspace = load_workspace(self.root)
        starters = (*workspace.folders("templates"), *workspace.folders("glossary"))
        self._folders = tuple(dict.fromkeys((*self._own, *starters)))
        recipe = load_recipe(workspace)
        built, unit = self._built(workspace, recipe)
        pages = {
            name.rsplit(".", 2)[1]: pictures(data)
            for name, data in sorted(built.files.items())
            if name.endswith(".pdf")
        }
        return Shown(unit=unit, pages=dict(sorted(pages.items(), reverse=True)))  # zh, then en

    def _built(self, workspace: Workspace, recipe: Recipe) -> tuple[Built, str]:
        region = self.choice.region or workspace.regions[0].id
        edition = self.choice.edition or next((n for n, (forms, _) in recipe.shapes.items() if "pdf" in forms), "")
        if "pdf" not in recipe.shapes.get(edition, (("pdf",), ()))[0] or not edition:
            having = ", ".join(name for name, (forms, _) in recipe.shapes.items() if "pdf" in forms)
            raise UsageError(Problem("--edition", f"edition {edition!r} has no pages", f"one of {having}"))
        period = self.choice.period
        wanted = Wanted((region,), (period, period), editions=(edition,), formats=("pdf",), force=True)
        due = plan(workspace, recipe, wanted).due[-1]
        self._extracts = extract_folder(workspace, region, due.period)
        # What `force` replaces on the disk is not touched here: a corrected extract is shown as corrected
        return build_unit(replace(due.load(workspace), force=False), recipe), f"{due.name} {edition}"

    def _stamps(self) -> dict[Path, tuple[int, int]]:
        """Time and size of every file the unit is made from."""
        found: dict[Path, tuple[int, int]] = {}
        for place in (*self._folders, self._extracts):
            for path in (place, *sorted(place.rglob("*"))) if place.is_dir() else (place,):
                try:
                    found[path] = (path.stat().st_mtime_ns, path.stat().st_size)
                except OSError:
                    continue  # it went away between the two calls, as editors' temporary files do
        return found


def pictures(pdf: bytes) -> tuple[bytes, ...]:
    """Every page of a PDF as a PNG."""
    import pypdfium2  # noqa: PLC0415  (heavy)

    document = pypdfium2.PdfDocument(pdf)
    try:
        made = []
        for page in document:
            out = BytesIO()
            page.render(scale=_SCALE).to_pil().save(out, "PNG")
            made.append(out.getvalue())
        return tuple(made)
    finally:
        document.close()


# --- the server -------------------------------------------------------------------------------------------------------


def server(preview: Preview, port: int) -> ThreadingHTTPServer:
    """A server on 127.0.0.1; port 0 takes any that is free.

    Raises:
        UsageError: the port is taken.
    """

    class Page(BaseHTTPRequestHandler):
        """Answers from what is shown."""

        server_version, sys_version = "briefing", ""

        def do_GET(self) -> None:
            """Answer what is shown, and only to the names of this machine."""
            names = {f"{host}:{made.server_port}" for host in (HOST, "localhost")}
            if self.headers.get("Host") not in names:  # another name that leads here: a page elsewhere asks for ours
                self._send(403, "text/plain; charset=utf-8", b"only for this machine\n")
                return
            found = preview.shown.answer(self.path)
            self._send(*((200, *found) if found else (404, "text/plain; charset=utf-8", b"not here\n")))

        def _send(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            for name, value in ({"Content-Type": kind, "Content-Length": str(len(content))} | _HEADERS).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name http.server gives it)
            """Say nothing: the page asks several times a second."""

    try:
        made = ThreadingHTTPServer((HOST, port), Page)
    except OSError as error:
        remedy = "Choose another, or --port 0 for any that is free"
        raise UsageError(Problem("--port", f"{port}: {error.strerror}", "a free port", remedy)) from None
    made.daemon_threads = True
    return made


def serve(preview: Preview, port: int, tell: Callable[[str], None], goes_on: Callable[[], bool] = lambda: True) -> None:
    """Serve the page and watch the files until Ctrl-C.

    Args:
        preview: what is shown.
        port: on 127.0.0.1; 0 for any.
        tell: called with the address, and with a line whenever the pages were made anew.
        goes_on: asked before every look; for tests.
    """
    web = server(preview, port)
    Thread(target=web.serve_forever, daemon=True).start()
    try:
        tell(f"http://{HOST}:{web.server_port}/")
        while goes_on():
            if preview.look():
                tell(_line(preview.shown))
            time.sleep(_PAUSE)
    except KeyboardInterrupt:
        pass
    finally:
        web.shutdown()
        web.server_close()


def _line(shown: Shown) -> str:
    if shown.problems:
        return "\n".join(map(str, shown.problems))
    counts = ", ".join(f"{lang} {len(pages)} pages" for lang, pages in shown.pages.items())
    return f"{shown.unit}: {counts}, {shown.seconds:.1f} s"
