"""Chinese lines as printed: both edges flush, no forbidden line starts, marks compressed, figures whole."""

from __future__ import annotations

import io
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from briefing.model import tree

sys.path.insert(0, str(Path(__file__).parent))
import itertools

from support_tree import Brand

pytest.importorskip("weasyprint")
pdfplumber = pytest.importorskip("pdfplumber")

CSS = (Path(__file__).parents[1] / "templates/investor/style.css").read_text("utf-8")
PROBE = (
    "全区规上工业增加值883.4亿元,增长7.0%,总量居全市第一(增速居第二);新增“专精特新”(“小巨人”)企业21家、瞪羚企业264家,"
    "R&D投入强度约10%,居全省第一。机器人154台投用,上云覆盖率100%,“两业融合”、5G与AIGC应用同步推进,"
    "减税降费56.14亿元、惠企资金62.33亿元全部到位;新设基金8只、规模37.5亿元,撬动社会资本31.4亿元。"
)
FORBIDDEN_START = set("，。、；：！？）》”’％%")
FORBIDDEN_END = set("（《“‘")


def _render(texts: list[str], style: str = "") -> bytes:
    from briefing.render import render_pdf

    blocks = tuple(tree.Paragraph((tree.Text(text),)) for text in texts)
    made = tree.Briefing("zh-Hans", "probe", "探针", "", "r", "2023", "i", "", "", "", "2024-01-01", blocks)
    return render_pdf(made, CSS + style, Brand())


@pytest.fixture(scope="module")
def lines() -> list[list[dict]]:
    """The printed lines (characters in order) of one text begun at 30 places, so that lines break everywhere."""
    probe = [PROBE[i:] + PROBE for i in range(40) if PROBE[i] not in ",;:.)”、。%"]
    return [line for line in _lines(_render(probe)) if len(line) > 5]


def _lines(data: bytes) -> list[list[dict]]:
    found = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            rows = defaultdict(list)
            for char in page.chars:
                if 60 < char["top"] < page.height - 60:
                    rows[-round(char["matrix"][5])].append(char)
            found += [sorted(rows[y], key=lambda c: c["x0"]) for y in sorted(rows)]
    return found


def _text(line: list[dict]) -> str:
    return "".join(char["text"] for char in line).strip()


def test_full_lines_are_flush_at_both_edges(lines):
    right = max(line[-1]["x1"] for line in lines)
    full = [line for line in lines if line[-1]["x1"] > right - 40]
    assert len(full) > 80
    edge = 595.28 - 20 * 72 / 25.4
    ragged = [_text(line) for line in full if abs(line[-1]["x1"] - edge) > 1.5 and not _text(line).endswith("。")]
    assert ragged == []
    left = 20 * 72 / 25.4
    assert [_text(line) for line in lines if abs(line[0]["x0"] - left) > 1.5 and line[0]["text"] not in "“（《"] == []


def test_a_last_line_that_starts_with_a_figure_is_flush_on_the_left_too():
    """The thin space between Han and a figure is for within a line; all lines are set ragged here, as a last line is."""
    ragged = [
        [char for char in line if char["text"].strip()]
        for line in _lines(
            _render(["增" * count + "2023年增长1.2%" for count in range(44, 48)], "p { text-align: left }")
        )
    ]
    starts = {line[0]["text"]: line[0]["x0"] for line in ragged}
    assert set(starts) == {"增", "2"}
    assert starts["2"] - 20 * 72 / 25.4 < 0.9  # the digit's own side bearing; the thin space is 1.3 pt wide


def test_no_line_starts_or_ends_with_a_forbidden_mark(lines):
    texts = [_text(line) for line in lines]
    assert [t for t in texts if t[0] in FORBIDDEN_START] == []
    assert [t for t in texts if t[-1] in FORBIDDEN_END] == []


def test_a_number_is_never_split(lines):
    texts = [_text(line) for line in lines]
    ends = [(a[-1], b[0]) for a, b in itertools.pairwise(texts)]
    assert [pair for pair in ends if pair[0].isdigit() and (pair[1].isdigit() or pair[1] in ".%")] == []


def test_half_width_marks_become_full_width_but_not_in_figures(lines):
    text = "".join(_text(line) for line in lines)
    assert "," not in text
    assert ";" not in text
    assert "（增速居第二）" in text
    assert "883.4亿元，增长7.0%，总量" in text


def test_neighbouring_marks_are_compressed(lines):
    """In ）； and ”（ the first mark takes about half its width."""
    gaps = [
        following["x0"] - char["x0"]
        for line in lines
        for char, following in itertools.pairwise(line)
        if char["text"] in "）”" and following["text"] in "；（、"
    ]
    assert gaps
    assert max(gaps) < 10.2 * 0.85
