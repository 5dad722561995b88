"""One unit through all stages, and the proof that withholds it when a printed figure is not the report's."""

from __future__ import annotations

import dataclasses
import io
import json
import pickle
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from support_run import REPORT, ROOT, SHARED, workspace

from briefing import proof
from briefing.build import Report, Unit, build_unit
from briefing.compose import Choice, compose
from briefing.config import load_workspace
from briefing.errors import ExtractChanged, RenderError, SourceError
from briefing.extract import extract, package
from briefing.model import tree as blocks
from briefing.model.extract import Region
from briefing.read import read_bytes
from briefing.recipe import load_recipe
from briefing.render import render_docx
from briefing.translate import translate

REGION = Region("jiang", "江城市", "Jiangcheng", "420100")


@pytest.fixture(scope="module")
def recipe(tmp_path_factory):
    return load_recipe(load_workspace(workspace(tmp_path_factory.mktemp("recipe"), "jiang")))


def unit(text=REPORT, **more):
    return Unit(REGION, Report("2023", "2023.txt", text.encode(), more.pop("package", {})), **more)


# --- a unit -----------------------------------------------------------------------------------------------------------


def test_a_unit_is_values_in_and_values_out(recipe):
    """Inputs and outputs can be sent to another process, and the same inputs give the same bytes."""
    asked = unit(formats=("docx",))

    built = build_unit(pickle.loads(pickle.dumps(asked)), pickle.loads(pickle.dumps(recipe)))

    assert built == build_unit(asked, recipe)
    assert pickle.loads(pickle.dumps(built)) == built


def test_the_stages_are_told_in_their_order(recipe):
    told: list[str] = []

    build_unit(unit(formats=("docx",), languages=("zh",)), recipe, told.append)

    assert told == ["prepare", "extract", "translate", "compose", "render", "proof"]


def test_both_languages_print_the_same_facts(recipe):
    built = build_unit(unit(formats=("docx",)), recipe)

    documents = json.loads(built.files["checks.json"])["documents"]
    printed = [document["facts_printed"] for document in documents.values()]
    assert printed[0] == printed[1] > 5


def test_an_extract_that_a_person_corrected_is_used_as_it_is(recipe):
    files = package.save(extract(read_bytes("2023.txt", REPORT.encode()), REGION, "2023"))
    files["facts.csv"] = files["facts.csv"].replace(b",2467.9,", b",2467.8,").replace(b"246790000000", b"246780000000")

    built = build_unit(unit(package=files, formats=("docx",), languages=("en",)), recipe)

    text = zipfile.ZipFile(io.BytesIO(built.files["jiang-2023-investor.en.docx"])).read("word/document.xml").decode()
    assert "RMB 246.78" in text.replace("\u00a0", " ")
    assert built.package == {}  # it stays as it is


def test_a_corrected_extract_of_another_state_of_the_report_stops_the_unit(recipe):
    files = package.save(extract(read_bytes("2023.txt", REPORT.encode()), REGION, "2023"))
    files["facts.csv"] += b"\n"

    with pytest.raises(ExtractChanged, match="the report has changed since"):
        build_unit(unit(REPORT + "补记。", package=files), recipe)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (b",2467.9,", b",NaN,", r"facts.csv:2:value: 'NaN' is no number"),
        (b",2467.9,", b",1e999999999,", r"'1e999999999' is no number"),
        (b",2467.9,", b",two,", r"'two' is no number"),
        ("江城市".encode(), "江城市".encode("gb18030"), r"facts.csv: not UTF-8 at byte \d+.* Save it as CSV UTF-8"),
        (b",2467.9,", b"," + b"9" * 140_000 + b",", r"facts.csv:2: not readable as CSV"),
    ],
    ids=["no number", "beyond measure", "a word", "another encoding", "a cell without end"],
)
def test_a_correction_that_cannot_be_read_fails_the_unit_with_its_place(recipe, old, new, found):
    files = package.save(extract(read_bytes("2023.txt", REPORT.encode()), REGION, "2023"))
    files["facts.csv"] = files["facts.csv"].replace(old, new, 1)

    with pytest.raises(SourceError, match=found):
        build_unit(unit(package=files, formats=("docx",)), recipe)


def test_an_unreadable_report_is_a_source_error(recipe):
    with pytest.raises(SourceError):
        build_unit(unit(""), recipe)


def test_an_earlier_report_that_cannot_be_read_is_not_looked_back_on_and_that_is_said(recipe):
    """Its own unit fails; the months after it are made all the same."""
    bad, good = Report("2021", "2021.txt", b""), Report("2022", "2022.txt", REPORT.replace("2023", "2022").encode())

    with_both = build_unit(unit(earlier=(bad, good), formats=("docx",)), recipe)
    with_one = build_unit(unit(earlier=(good,), formats=("docx",)), recipe)

    assert {n: d for n, d in with_both.files.items() if n != "checks.json"} == {
        n: d for n, d in with_one.files.items() if n != "checks.json"
    }
    said = set(with_both.counts["warnings"]) - set(with_one.counts["warnings"])
    assert said == {"not compared with 2021: 2021.txt: an empty file; expected a report. Fetch the report again"}


def test_the_word_file_gives_the_values_of_its_charts_as_tables_too(recipe):
    built = build_unit(unit(formats=("docx",), editions=("investor",)), recipe)
    with zipfile.ZipFile(io.BytesIO(built.files["jiang-2023-investor.en.docx"])) as package:
        assert b"The charts as tables" in package.read("word/document.xml")


# --- the proof --------------------------------------------------------------------------------------------------------


@cache
def english():
    """The English tree of the small report with its extract; the same in every test here."""
    recipe = load_recipe(load_workspace(ROOT))
    facts = extract(read_bytes("2023.txt", REPORT.encode()), REGION, "2023")
    phrases = recipe.phrases()
    bilingual = translate(facts, recipe.glossary, phrases["en"], recipe.memory())
    made = compose(
        Choice(bilingual, (), recipe.editions()["investor"], recipe.glossary, phrases), "en-US", recipe.brand
    )
    return made, bilingual, recipe


def changed(value, old, new):
    """A tree with `old` replaced by `new` in every figure and text of it."""
    if isinstance(value, blocks.Number | blocks.Text):
        return dataclasses.replace(value, text=value.text.replace(old, new))
    if isinstance(value, tuple):
        return tuple(changed(item, old, new) for item in value)
    if dataclasses.is_dataclass(value):
        return dataclasses.replace(
            value, **{f.name: changed(getattr(value, f.name), old, new) for f in dataclasses.fields(value) if f.init}
        )
    return value


def findings(made, bilingual, recipe, *, printed=None):
    docx = render_docx(printed or made, None, recipe.brand)
    return proof.check(made, bilingual, {"docx": docx}).problems


def test_a_right_briefing_passes():
    assert findings(*english()) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "协议总投资512亿元，比上年同期翻了近一番。",
        "人口自然增长率1.75‰，较上年上升0.21个千分点。",
        "新增百亿级企业2家。",
    ],
)
def test_rarer_measures_pass_in_both_languages(sentence, recipe):
    """A doubling with its bound, points per mille, and a size in the name of things."""
    assert build_unit(unit(f"{REPORT}\n{sentence}\n", formats=("docx",)), recipe).files


def test_the_number_of_a_source_is_no_sum_before_a_name_that_begins_with_a_unit():
    text = "增长2.6%。 14 万元工业增加值用水量12.6立方米。\n3 亿元GDP生产安全事故死亡率0.021。"
    assert [exact for exact, _ in proof._strays(text, (), english=False)] == ["2.6%"]
    assert [exact for exact, _ in proof._strays("投入。共 14 万元。", (), english=False)] == ["14 万元"]


def test_a_figure_that_goes_on_overleaf_is_read_whole_past_the_foot_of_the_page(monkeypatch):
    made, bilingual, _ = english()
    said = blocks.Paragraph((blocks.Text("Its GDP of RMB 246.79 billion was large."),))
    made = dataclasses.replace(made, blocks=(said,))
    feet = [f"{made.running_left} {made.running_right}\r\n{made.footer} {number}" for number in (1, 2)]
    pages = [f"Its GDP of RMB 246.79\r\n8.0%\r\n{feet[0]}", f"billion was large.\r\n{feet[1]}"]
    monkeypatch.setattr(proof, "_pdf_pages", lambda _: pages)
    assert proof.check(made, bilingual, {"pdf": b""}).problems == ()
    monkeypatch.setattr(proof, "_pdf_pages", lambda _: [pages[0], pages[1].replace("billion", "million")])
    assert proof.check(made, bilingual, {"pdf": b""}).problems


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("RMB 246.79 billion", "RMB 246.97 billion"),
        ("RMB 246.79 billion", "RMB 246.79 million"),
        ("RMB 246.79 billion", "USD 246.79 billion"),
        ("RMB 246.79 billion", "more than RMB 246.79 billion"),
        ("8.0%", "8.1%"),
        ("8.0%", "8.0 percentage points"),
        ("8.0%", "-8.0%"),
        ("RMB 6.233 billion", "RMB 62.33 billion"),
    ],
)
def test_a_figure_that_is_not_its_fact_is_found(old, new):
    made, bilingual, recipe = english()

    assert any(new in problem for problem in findings(changed(made, old, new), bilingual, recipe))


def test_a_figure_that_got_lost_in_the_file_is_found():
    made, bilingual, recipe = english()

    found = findings(made, bilingual, recipe, printed=changed(made, "RMB 246.79 billion", "a lot"))

    assert "docx: RMB 246.79 billion is not in the file" in found


def test_an_amount_that_no_fact_stands_behind_is_found():
    made, bilingual, recipe = english()
    stray = blocks.Paragraph((blocks.Text("A further RMB 3.7 billion is expected, up 9.4%."),))

    found = findings(dataclasses.replace(made, blocks=(*made.blocks, stray)), bilingual, recipe)

    assert [problem for problem in found if "RMB 3.7 billion" in problem]
    assert [problem for problem in found if "9.4%" in problem]


def test_chinese_in_english_text_is_found():
    made, bilingual, recipe = english()
    stray = blocks.Paragraph((blocks.Text("The 专精特新 programme."),))

    assert any(
        "Chinese in English text" in p
        for p in findings(dataclasses.replace(made, blocks=(*made.blocks, stray)), bilingual, recipe)
    )


def test_a_figure_that_leads_to_no_fact_is_found():
    made, bilingual, recipe = english()
    stray = blocks.Paragraph((blocks.Number("RMB 246.79 billion", "nothing"),))

    assert any(
        "leads to no fact" in p
        for p in findings(dataclasses.replace(made, blocks=(*made.blocks, stray)), bilingual, recipe)
    )


def test_more_pages_than_the_limit_are_refused(recipe):
    tight = dataclasses.replace(recipe, limits=dataclasses.replace(recipe.limits, pages=1))

    with pytest.raises(RenderError, match="more than the limit of 1"):
        build_unit(unit(formats=("pdf",), languages=("zh",)), tight)


# --- real reports -----------------------------------------------------------------------------------------------------

SOURCES = sorted(path for path in SHARED.glob("sources/**/*") if path.is_file())


@pytest.mark.skipif(not SOURCES, reason="the real reports are not here")
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_real_report_is_built_and_passes_its_proof(path: Path, recipe):
    """Word files of both languages; the PDFs too in ./run soak and for the report of the sample."""
    formats = () if "binjiang" in path.name else ("docx",)
    asked = Unit(REGION, Report("2023", path.name, path.read_bytes()), formats=formats)

    built = build_unit(asked, recipe)

    checks = json.loads(built.files["checks.json"])
    assert checks["ledger"].get("unread", 0) <= 3
    assert all(document["figures"] > 20 for document in checks["documents"].values())
    for name in (name for name in built.files if name.endswith(".docx")):
        assert zipfile.ZipFile(io.BytesIO(built.files[name])).testzip() is None


SAMPLE = ROOT / "sources" / "binjiang" / "2023.txt"


@pytest.fixture(scope="module")
def sample(recipe):
    """The Chinese investor edition of the sample, by form; two of its charts move up."""
    asked = Unit(REGION, Report("2023", "2023.txt", SAMPLE.read_bytes()), editions=("investor",), languages=("zh",))
    return {name.rpartition(".")[2]: data for name, data in build_unit(asked, recipe).files.items()}


def test_the_files_of_the_sample_are_small_enough_to_send(sample):
    """At most 150 KB for the Chinese PDF and 90 KB for a Word file with its charts (design section 8)."""
    assert len(sample["pdf"]) <= 150_000
    assert len(sample["docx"]) <= 90_000


def test_the_contents_say_where_the_headings_are(sample):
    pikepdf, pypdfium2 = pytest.importorskip("pikepdf"), pytest.importorskip("pypdfium2")
    contents = pypdfium2.PdfDocument(sample["pdf"])[1].get_textpage().get_text_bounded()
    printed = dict(re.findall(r"^(\S.*?)(?: \.)+ (\d+)\s*$", contents, re.MULTILINE))
    with pikepdf.open(io.BytesIO(sample["pdf"])) as pdf, pdf.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        found = {entry.title: str(numbers[entry.destination[0].objgen]) for entry in outline.root[1:]}
    assert len(printed) > 5
    assert printed == found


def test_contents_with_a_wrong_page_are_found():
    briefing = blocks.Briefing(
        "zh-Hans", "investor", "", "", "", "", "", "", "", "", "2024-01-31",
        (blocks.Heading(1, (blocks.Text("城市建设"),), "city"),),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proof, "heading_pages", lambda _data, _names: {"city": 4})
        assert proof._wrong_contents(briefing, ["目录\n城市建设 . . . . 4\n", "城市建设 5"], b"") == []
        assert proof._wrong_contents(briefing, ["目录\r\n城市建设 . . . . 5\r\n"], b"") == [
            "pdf: 城市建设 is on page 4, not 5"
        ]
