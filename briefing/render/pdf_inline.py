"""Inline pieces of the block tree as HTML: text, figures, terms, source marks, with the runs typography asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from briefing.model.tree import Inlines, Mark, Number, Term, Text
from briefing.render.typography import Piece, Run, compose, full_width

_BREAKABLE = re.compile(r"[^\x00-\x7f\u00a0]|[-/ ]")  # where a line could break within a figure
_HYPHENABLE = re.compile("[a-z]{9}")  # what hyphenation could break: kilometers, not billion (see the style sheet)
_WHOLE_WORDS = re.compile('(?:<span class="k">[^<]*</span>){2,}')
_EDGE = '</span><span class="k">'
_LONGEST_UNBROKEN = 34  # characters; a longer figure with its words may break


@dataclass
class Anchors:
    """What has been linked so far while a document is written.

    `terms` are the Chinese forms the terms section explains; `marked` the source numbers that carry their anchor already.
    """

    terms: frozenset[str] = frozenset()
    sources: frozenset[int] = frozenset()
    marked: set[int] = field(default_factory=set)


def attributes(**values: str) -> str:
    """Attributes in the order given, empty ones left out; `class_` is class, `data_x` is data-x."""
    return "".join(f' {k.rstrip("_").replace("_", "-")}="{escape(v)}"' for k, v in values.items() if v)


def inline_html(inlines: Inlines, lang: str, anchors: Anchors, *, paragraph: bool = False) -> str:
    """The inlines as HTML; pieces of another language are composed by their own rules and marked as such."""
    out: list[str] = []
    for group_lang, group in _by_language(inlines, lang):
        html = _group(group, group_lang, anchors, paragraph=paragraph)
        foreign = group_lang != lang
        out.append(
            f"<span{attributes(lang=group_lang, class_='zh' if _chinese(group_lang) else 'en')}>{html}</span>"
            if foreign
            else html
        )
    return "".join(out)


def plain(text: str, lang: str) -> str:
    """A plain text as HTML, composed by the rules of its language."""
    return inline_html((Text(text),), lang, Anchors())


def quoted(text: str) -> str:
    """A passage of the report as HTML: full-width marks, and nothing else of what running text gets."""
    return escape(full_width(text))


def _chinese(lang: str) -> bool:
    return lang.startswith("zh")


def _by_language(inlines: Inlines, lang: str) -> list[tuple[str, list[Text | Number | Term | Mark]]]:
    groups: list[tuple[str, list[Text | Number | Term | Mark]]] = []
    for piece in inlines:
        own = piece.lang if isinstance(piece, Text) and piece.lang else lang
        if groups and groups[-1][0] == own:
            groups[-1][1].append(piece)
        else:
            groups.append((own, [piece]))
    return groups


def _group(group: Sequence[Text | Number | Term | Mark], lang: str, anchors: Anchors, *, paragraph: bool) -> str:
    pieces = [Piece("" if isinstance(p, Mark) else p.text, isinstance(p, Number)) for p in group]
    composed = compose(pieces, lang, paragraph=paragraph)
    out: list[str] = []
    for index, (piece, runs) in enumerate(zip(group, composed, strict=True)):
        if isinstance(piece, Mark):
            between = '<span class="m">,</span>' if index and isinstance(group[index - 1], Mark) else ""
            out.append(between + _mark(piece, anchors))
            continue
        before_mark = index + 1 < len(group) and isinstance(group[index + 1], Mark)
        held = before_mark and isinstance(piece, Text)
        if isinstance(piece, Number):
            out.append(_figure(runs))
            continue
        out.append(_wrapped(piece, _runs_html(runs[:-1] if held else runs), anchors))
        if held and runs:
            out[-1] = out[-1] + _last_held(runs[-1])
    html = _closing_held("".join(out))
    return _WHOLE_WORDS.sub(lambda found: found[0].replace(_EDGE, ""), html)  # fewer boxes to lay out


_HELD, _HELD_END = "\ue000", "\ue001"  # private marks, never in the output: where a run is held to the mark after it


def _last_held(run: Run) -> str:
    """The last run, its last character kept on one line with the source mark that follows."""
    body = run.text[:-1]
    rest = Run(run.text[-1:], run.classes)
    return (_runs_html((Run(body, run.classes),)) if body else "") + _HELD + _runs_html((rest,)) + _HELD_END


def _closing_held(html: str) -> str:
    """Replace the private marks: the span runs from the held character to the end of the link after it."""
    while (start := html.find(_HELD)) >= 0:
        end = html.index(_HELD_END, start)
        close = html.find("</a>", end)
        stop = close + 4 if close >= 0 else end
        html = f'{html[:start]}<span class="w">{html[start + 1 : end]}{html[end + 1 : stop]}</span>{html[stop:]}'
    return html


def _runs_html(runs: Sequence[Run]) -> str:
    return "".join(
        f'<span class="{" ".join(run.classes)}">{escape(run.text)}</span>' if run.classes else escape(run.text)
        for run in runs
        if run.text
    )


def _figure(runs: Sequence[Run]) -> str:
    """A figure on one line: a single span, and only where a line could break within it or a space is asked for."""
    text = "".join(run.text for run in runs)
    sides = (("l", runs[:1]), ("r", runs[-1:]))
    names = [name for name, side in sides if any(name in run.classes for run in side)]
    if _BREAKABLE.search(text) and len(text) <= _LONGEST_UNBROKEN and " " not in text:
        names.append("n")
    elif any("a" in run.classes for run in runs):
        names.append("a")
    elif _HYPHENABLE.search(text):
        names.append("k")
    html = " ".join(map(_unbroken, text.split(" "))) if " " in text else escape(text)
    return f'<span class="{" ".join(names)}">{html}</span>' if names else html


def _unbroken(part: str) -> str:
    """A part of a figure between two blanks where a line may break (more than, RMB 5.0–5.5 billion), on one line."""
    return f'<span class="n">{escape(part)}</span>' if _BREAKABLE.search(part) else escape(part)


def _wrapped(piece: Text | Term, html: str, anchors: Anchors) -> str:
    if isinstance(piece, Term):
        if piece.zh in anchors.terms:
            return f'<a class="term" href="#{term_id(piece.zh)}">{html}</a>'
        return html
    return f'<span class="{piece.style}">{html}</span>' if piece.style else html


def _mark(mark: Mark, anchors: Anchors) -> str:
    own = "" if mark.number in anchors.marked else f"m{mark.number}"
    anchors.marked.add(mark.number)
    if mark.number not in anchors.sources:
        return f"<span{attributes(class_='m', id=own)}>{mark.number}</span>"
    return f"<a{attributes(class_='m', id=own, href=f'#s{mark.number}')}>{mark.number}</a>"


def term_id(zh: str) -> str:
    """The anchor of a term: its code points, so that any term makes a valid name."""
    return "t" + "".join(f"{ord(c):x}" for c in zh)
