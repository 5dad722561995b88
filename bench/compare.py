"""How many seeded errors `briefing compare` catches, and how often it cries wolf: `python -m bench.compare`.

Sentence shapes with blanks for figures stand in bench/shapes/*.txt: a line of Chinese, then right English wordings.
The generator fills the blanks, words every figure in several ways (RMB and yuan, % and per cent), and seeds one error a
case: the figure ten times too large, two figures swapped, up for down, a term mistranslated … Everything here words figures by itself, without
the package that is measured. `--set NAME` measures one file, `--misses` prints what went wrong.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from briefing.compare import compare
from briefing.glossary import Glossary, load_glossary

HOME = Path(__file__).parent / "shapes"
GLOSSARY = Path(__file__).parents[1] / "glossary"
DRAWS = 2  # how often each wording is filled with other figures and styles
_BLANK = re.compile(
    r"\{(?P<name>[a-z])(?: (?P<unit>[^}:]+))?(?::(?P<form>[a-z]))?\}|\{=(?P<right>[^|}]*)\|(?P<wrong>[^}]*)\}"
)
_BOUND = re.compile(r"<([^>]*)>")
_TERM = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")
_SCALES = {"万亿": 12, "万": 4, "亿": 8}
_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_OPPOSITES = {
    "up": "down", "rose": "fell", "rise": "fall", "grew": "shrank", "growth": "decline", "increase": "decrease",
    "increased": "decreased", "higher": "lower", "faster": "slower", "climbed": "dropped", "expanded": "contracted",
    "above": "below", "more": "less", "gained": "lost", "narrowed": "widened", "smaller": "larger", "slowed": "quickened",
}  # fmt: skip
_OPPOSITES |= {down: up for up, down in _OPPOSITES.items()} | {
    "fell": "rose", "declined": "increased", "dropped": "rose", "drop": "rise", "eased": "quickened",
}  # fmt: skip
_UNIT_SWAPS = (
    ("people", "households"), ("residents", "households"), ("households", "people"), ("families", "people"),
    ("square meters", "mu"), ("square metres", "hectares"), ("kWh", "tonnes"), ("kilowatt-hours", "tonnes"),
    ("kilometers", "hectares"), ("km", "mu"), ("tonnes", "kWh"), ("tons", "kilograms"), ("mu", "hectares"),
    ("enterprises", "people"), ("firms", "households"), ("companies", "people"), ("graduates", "households"),
    ("students", "households"),
)  # fmt: skip


@dataclass(frozen=True)
class Blank:
    """A figure: its number as the Chinese writes it, and the Chinese unit."""

    value: Decimal
    unit: str

    @property
    def base(self) -> Decimal:
        """The number multiplied out."""
        name = next((name for name in _SCALES if self.unit.startswith(name) and self.unit != name), "")
        return self.value.scaleb(_SCALES.get(name, 0))

    @property
    def money(self) -> str:
        """The currency, or empty."""
        return ("USD" if self.unit.endswith("美元") else "RMB") if self.unit.endswith("元") else ""


@dataclass(frozen=True)
class Case:
    """A pair to compare; `kind` is the error in it, empty where it is right."""

    kind: str
    zh: str
    en: str
    right: str
    term: str = ""  # the right words where a term is mistranslated


# --- figures ----------------------------------------------------------------------------------------------------------


def _draw(unit: str, rng: random.Random) -> Blank:
    if unit == "年":
        return Blank(Decimal(rng.randint(2012, 2027)), unit)
    if unit == "月":
        return Blank(Decimal(rng.randint(2, 11)), unit)
    if unit == "第":
        return Blank(Decimal(rng.randint(1, 6)), unit)
    if unit in ("%", "点"):
        return Blank(Decimal(rng.randint(11, 389)) / 10, unit)
    if unit == "天":
        return Blank(Decimal(rng.randint(200, 364)), unit)
    if unit[0] in _SCALES and len(unit) > 1:
        return Blank(Decimal(rng.randint(101, 98765)) / rng.choice((10, 100)), unit)
    return Blank(Decimal(rng.choice((rng.randint(11, 99), rng.randint(101, 999), rng.randint(1001, 98765)))), unit)


def _distinct(names: list[tuple[str, str]], rng: random.Random) -> dict[str, Blank]:
    """Draw a figure for every blank, none equal to another or a power of ten away from it."""
    drawn: dict[str, Blank] = {}
    for name, unit in names:
        while True:
            blank = _draw(unit, rng)
            digits = [b.value.normalize().as_tuple().digits for b in drawn.values()]
            if blank.value.normalize().as_tuple().digits not in digits:
                break
        drawn[name] = blank
    return drawn


def _chinese(blank: Blank) -> str:
    if blank.unit == "第":
        return "第" + "一二三四五六"[int(blank.value) - 1]
    if blank.unit == "月":
        return f"1—{blank.value}月"
    if blank.unit == "年":
        return str(blank.value)
    return f"{blank.value:f}" + {"点": "个百分点"}.get(blank.unit, blank.unit)


def _scaled(value: Decimal, style: int) -> str:
    """Digits, or million and billion: 246790000000 → 246.79 billion."""
    for power, word in ((12, "trillion"), (9, "billion"), (6, "million")):
        if abs(value) >= Decimal(10) ** power:
            return f"{_plain(value.scaleb(-power))} {word}"
    return (
        f"{value:,f}".rstrip("0").rstrip(".")
        if value % 1
        else f"{int(value):,}"
        if style % 3 or value < 10000
        else f"{int(value)}"
    )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _english(blank: Blank, form: str, style: int) -> str:
    if blank.unit == "年":
        return str(blank.value)
    if blank.unit == "月":
        last = int(blank.value) - 1
        return (f"January–{_MONTHS[last]}", f"the first {_WORDS[last]} months", f"January to {_MONTHS[last]}")[
            style % 3
        ]
    if blank.unit == "第":
        return _PLACES[int(blank.value) - 1]
    if blank.unit == "%":
        bare = f"{blank.value.normalize():f}" if style % 2 else f"{blank.value:f}"
        return bare + ("%", " percent", "%", " per cent")[style % 4]
    if blank.unit == "点":
        return f"{blank.value:f} percentage points"
    base = _rounded(blank.base) if form == "r" else blank.base
    if blank.money:
        return _money(base, blank.money, style)
    return _scaled(base, style)


def _money(base: Decimal, currency: str, style: int) -> str:
    number = _scaled(base, 1)
    if currency == "USD":
        return (f"USD {number}", f"{number} US dollars", f"US${number}", f"${number}")[style % 4]
    return (f"RMB {number}", f"{number} yuan", f"CNY {number}", f"¥{number}", f"RMB{number}")[style % 5]


def _rounded(value: Decimal) -> Decimal:
    """To four significant digits, as official English does."""
    return Decimal(f"{value:.3e}")


# --- right sentences --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wording:
    """A Chinese shape with one English wording and its figures."""

    zh: str
    en: str
    blanks: dict[str, Blank]
    style: int

    def chinese(self) -> str:
        """The Chinese sentence."""
        return _BOUND.sub(r"\1", _BLANK.sub(self._zh_blank, self.zh))

    def _zh_blank(self, m: re.Match[str]) -> str:
        return m["right"] if m["name"] is None else _chinese(self.blanks[m["name"]])

    def english(self, write: Callable[[str, Blank, str], str] | None = None, en: str = "") -> str:
        """The English sentence; `write` may word one figure otherwise."""

        def fill(m: re.Match[str]) -> str:
            if m["name"] is None:
                return m["right"]
            blank, form = self.blanks[m["name"]], m["form"] or ""
            return write(m["name"], blank, form) if write else _english(blank, form, self.style)

        text = _TERM.sub(r"\1", _BOUND.sub(r"\1", _BLANK.sub(fill, en or self.en)))
        return text[0].upper() + text[1:]


def _shapes(name: str) -> Iterator[tuple[str, list[str]]]:
    for block in (HOME / f"{name}.txt").read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            yield lines[0], lines[1:]


def wordings(name: str) -> Iterator[Wording]:
    """Yield every wording of a set, each filled several times; the same on every run."""
    for zh, english in _shapes(name):
        names = [(m["name"], m["unit"]) for m in _BLANK.finditer(zh) if m["name"]]
        for number, en in enumerate(english):
            for draw in range(DRAWS):
                rng = random.Random(f"{zh}|{number}|{draw}")  # noqa: S311  # draws figures, keeps no secret
                yield Wording(zh, en, _risen(zh, _distinct(names, rng)), rng.randint(0, 59))


def _risen(zh: str, blanks: dict[str, Blank]) -> dict[str, Blank]:
    """Let what goes from a to b rise."""
    if "由" not in zh or len(blanks) != 2 or blanks["a"].value < blanks["b"].value:
        return blanks
    return {"a": replace(blanks["a"], value=blanks["b"].value), "b": replace(blanks["b"], value=blanks["a"].value)}


# --- errors -----------------------------------------------------------------------------------------------------------


def _other(w: Wording, name: str, changed: Blank) -> str:
    return w.english(lambda n, blank, form: _english(changed if n == name else blank, form, w.style))


def _scale_errors(w: Wording) -> Iterator[tuple[str, str]]:
    for name, blank in w.blanks.items():
        if blank.unit in ("年", "月", "第"):
            continue
        for kind, power in (("×10", 1), ("÷10", -1), ("×100", 2), ("×10⁴", 4)):
            if power < 0 and blank.base < 1000 and blank.unit not in ("%", "点") and not blank.money:
                continue  # a tenth of 154 machines would be no number at all
            if power > 1 and blank.unit in ("%", "点"):
                continue
            yield kind, _other(w, name, replace(blank, value=blank.value.scaleb(power)))


def _swaps(w: Wording) -> Iterator[tuple[str, str]]:
    names = [name for name in w.blanks if f"{{{name}" in w.en]
    for one in names:
        for two in names:
            a, b = w.blanks[one], w.blanks[two]
            if one < two and a.unit == b.unit:
                swap = {one: b, two: a}
                yield (
                    "swapped pair",
                    w.english(
                        lambda n, blank, form, swap=swap: _english(swap.get(n, blank), form, w.style)  # type: ignore[misc]
                    ),
                )


def _place_errors(w: Wording) -> Iterator[tuple[str, str]]:
    for name, blank in w.blanks.items():
        if blank.unit == "年":
            yield "year shifted", _other(w, name, replace(blank, value=blank.value - 1))
        elif blank.unit == "月":
            yield "year shifted", _other(w, name, replace(blank, value=blank.value + 1))
        elif blank.unit == "第":
            yield "rank changed", _other(w, name, replace(blank, value=blank.value % 6 + 1))


def _word_errors(w: Wording) -> Iterator[tuple[str, str]]:
    for name, blank in w.blanks.items():
        if blank.unit in ("%", "点"):
            yield "% against points", _other(w, name, replace(blank, unit="点" if blank.unit == "%" else "%"))
        if blank.unit not in ("年", "月"):
            yield "dropped", w.english(lambda n, b, f, name=name: "" if n == name else _english(b, f, w.style))  # type: ignore[misc]
            yield (
                "duplicated",
                w.english(
                    lambda n, b, f, name=name: (
                        f"{_english(b, f, w.style)}, {_english(b, f, w.style)},"
                        if n == name
                        else _english(b, f, w.style)
                    )  # type: ignore[misc]
                ),
            )
        if blank.money:
            yield (
                "currency",
                w.english(
                    lambda n, b, f, name=name: (
                        _money(b.base, "RMB" if b.money == "USD" else "USD", w.style)
                        if n == name
                        else _english(b, f, w.style)
                    )  # type: ignore[misc]
                ),
            )


def _text_errors(w: Wording) -> Iterator[tuple[str, str]]:
    right = w.english()
    for word in re.findall(r"[a-z]+", right):
        if word in _OPPOSITES and _is_direction(right, word):
            yield "direction", re.sub(rf"\b{word}\b", _OPPOSITES[word], right, count=1)
    for one, other in _UNIT_SWAPS:
        if re.search(rf"\d[\d,.]*(?: million| billion)?(?: [a-z-]+)? {one}\b", right):
            yield (
                "unit swapped",
                re.sub(rf"(\d[\d,.]*(?: million| billion)?(?: [a-z-]+)?) {one}\b", rf"\1 {other}", right, count=1),
            )
    yield from _bound_errors(w)
    for m in _BLANK.finditer(w.en):
        if m["name"] is None and m["wrong"]:
            yield "wrong words", w.english(en=w.en[: m.start()] + m["wrong"] + w.en[m.end() :])


def _is_direction(text: str, word: str) -> bool:
    """Return whether the first place of a word says a direction: not more than, not above the designated size."""
    if word in ("growth", "decline") and not re.search(rf"\b{word} of \d|% {word}", text):
        return False  # growth rate, by growth: no direction of a figure
    if re.search(rf"\b(?:makes?|opened) {word}\b|\b{word} education|\bor {word}\b|\d more [a-z]+ [a-z]+ed\b", text):
        return False  # make up, higher education, built or expanded
    if word in ("up", "down") and not re.search(rf"\b{word} (?:by |to |from )?[A-Z$¥ ]*\d", text):
        return False  # made up, torn down
    m = re.search(rf"(?<!at or )(?<!made )(?<!making )(?<!set ){word}\b(?! than \w*\d| the designated)", text)
    return m is not None and m.start() == re.search(rf"\b{word}\b", text).start()  # type: ignore[union-attr]


def _bound_errors(w: Wording) -> Iterator[tuple[str, str]]:
    opposite = {
        "more than ": "less than ", "over ": "under ", "at least ": "at most ", "no fewer than ": "no more than ",
        "nearly ": "more than ", "almost ": "over ", "about ": "at least ", "no more than ": "at least ", "below ": "above ",
    }  # fmt: skip
    for m in _BOUND.finditer(w.en):
        yield "bound lost", w.english(en=w.en[: m.start()] + w.en[m.end() :])
        other = opposite.get(m[1].lower())
        if other:
            yield "bound lost", w.english(en=w.en[: m.start()] + other + w.en[m.end() :])


def _wrong_terms(w: Wording) -> Iterator[tuple[str, str]]:
    """Yield the right words of each term with each sentence that has other words in their place."""
    for m in _TERM.finditer(w.en):
        for wrong in m[2].split("|"):
            yield m[1], w.english(en=w.en[: m.start()] + wrong + w.en[m.end() :])


def is_enforced(case: Case, glossary: Glossary) -> bool:
    """Return whether the mistranslated words are those of a term that the glossary holds anyone to; plain words are not."""
    right = {word.rstrip("s") for word in case.term.lower().split()}
    return any(right & {word.rstrip("s") for word in m.entry.en.lower().split()} for m in glossary.match(case.zh))


def cases(name: str) -> Iterator[Case]:
    """Yield the right sentences of a set, each followed by its seeded errors."""
    for w in wordings(name):
        zh, right = w.chinese(), w.english()
        yield Case("", zh, right, right)
        seen = {right}
        for errors in (_scale_errors, _swaps, _place_errors, _word_errors, _text_errors):
            for kind, en in errors(w):
                if en not in seen:
                    seen.add(en)
                    yield Case(kind, zh, en, right)
        yield from (Case("wrong term", zh, en, right, term) for term, en in _wrong_terms(w))


# --- measuring --------------------------------------------------------------------------------------------------------


@dataclass
class Score:
    """What was caught of each kind, and the right sentences that were alarmed."""

    caught: Counter[str]
    seeded: Counter[str]
    right: int
    alarms: list[tuple[Case, str]]
    misses: list[Case]

    @property
    def caught_share(self) -> float:
        """Seeded errors caught, in percent."""
        return 100 * sum(self.caught.values()) / max(1, sum(self.seeded.values()))

    @property
    def alarm_share(self) -> float:
        """Right sentences with an alarm, in percent."""
        return 100 * len(self.alarms) / max(1, self.right)

    @property
    def figure_alarm_share(self) -> float:
        """Right sentences alarmed for more than a term in other words than the glossary's, in percent."""
        figures = [
            why for _, why in self.alarms if any(not one.startswith("term") for one in why.split("; ") if ": " in one)
        ]
        return 100 * len(figures) / max(1, self.right)


def measure(name: str, glossary: Glossary) -> Score:
    """Compare every case of a set.

    An error is caught where the sentence has a problem that its right twin does not have.
    """
    score = Score(Counter(), Counter(), 0, [], [])
    every = [case for case in cases(name) if not case.term or is_enforced(case, glossary)]
    results = [compare([case.zh], [case.en], glossary)[0].problems for case in every]
    before: tuple[object, ...] = ()
    for case, problems in zip(every, results, strict=True):
        if not case.kind:
            before = problems
            score.right += 1
            if problems:
                score.alarms.append((case, "; ".join(f"{p.kind}: {p.why}" for p in problems)))
            continue
        score.seeded[case.kind] += 1
        if set(problems) - set(before):
            score.caught[case.kind] += 1
        else:
            score.misses.append(case)
    return score


def main() -> None:
    """Print the table of every set."""
    parser = argparse.ArgumentParser(prog="python -m bench.compare", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--set", choices=sorted(path.stem for path in HOME.glob("*.txt")), help="only this set")
    parser.add_argument("--misses", action="store_true", help="print the misses and false alarms")
    options = parser.parse_args()
    glossary = load_glossary([GLOSSARY])
    for name in [options.set] if options.set else sorted(path.stem for path in HOME.glob("*.txt")):
        score = measure(name, glossary)
        print(
            f"{name}: {len(list(_shapes(name)))} shapes, {score.right} right sentences, {sum(score.seeded.values())} errors"
        )
        for kind, seeded in sorted(score.seeded.items()):
            print(f"  {kind:18} {score.caught[kind]:5} of {seeded:5}  {100 * score.caught[kind] / seeded:6.2f} %")
        print(f"  {'caught':18} {score.caught_share:.2f} % (goal 99.5 %)")
        print(
            f"  {'false alarms':18} {score.alarm_share:.2f} % (goal 1 %), without terms {score.figure_alarm_share:.2f} %\n"
        )
        if options.misses:
            for case in score.misses:
                print(f"MISS {case.kind}\n  {case.zh}\n  {case.en}\n  right: {case.right}")
            for case, why in score.alarms:
                print(f"ALARM {why}\n  {case.zh}\n  {case.en}")


if __name__ == "__main__":
    main()
