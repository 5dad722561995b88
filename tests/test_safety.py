"""The threat table: what stands in names, brands, pictures, glossaries, memories and archives is text or is refused.

Reports themselves are in test_hostile.py. Each test names the row of the table (reference/operations.md, section 4) it stands for.
"""

from __future__ import annotations

import base64
import csv
import io
import os
import re
import shutil
import time
import warnings
import zipfile
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_run import REPORT, add_source, workspace
from support_tree import Brand
from support_tree import briefing as tree_of
from test_hostile import assert_harmless, watched

from briefing import build
from briefing.compose import Choice, compose
from briefing.config import Brand as BrandOfWorkspace
from briefing.config import load_workspace
from briefing.errors import BriefingError, RenderError, SourceError, WorkspaceError
from briefing.extract import extract
from briefing.extract.sentences import LONGEST, split
from briefing.glossary.cells import plain, safe
from briefing.periods import PERIOD
from briefing.read import read_bytes
from briefing.read.archive import MOST_BYTES, MOST_MEMBERS, MOST_RATIO, _finding, open_archive
from briefing.read.builder import MOST_ROWS
from briefing.read.sniff import LARGEST
from briefing.recipe import load_recipe
from briefing.translate import packages, translate
from briefing.translate.memory import Pair
from briefing.translate.memory import read as read_memory
from briefing.translate.merge import _each_text, spreadsheet

CSS = (Path(__file__).parents[1] / "templates/investor/style.css").read_text("utf-8")


@pytest.fixture
def canary(tmp_path):
    path = tmp_path / "canary-of-the-tests"
    path.write_text("the secret", encoding="utf-8")
    return path


@pytest.fixture
def no_network(monkeypatch):
    """The addresses anything tried to reach."""
    reached = []

    def refuse(_self, address):
        reached.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr("socket.socket.connect", refuse)
    return reached


def outcome(call, *errors):
    """What a call gave, or the words of its error."""
    try:
        return call(), ""
    except errors as error:
        return None, str(error)


# --- local files and the network through pictures and styles ---------------------------------------------------------

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}</svg>'
)
_BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
LOGOS = {
    "image of a file": _SVG.format('<image href="file://{canary}" width="5" height="5"/>'),
    "image from the network": _SVG.format('<image xlink:href="http://127.0.0.1:9/x.png" width="5" height="5"/>'),
    "use of a file": _SVG.format('<use href="file://{canary}#x"/>'),
    "style from the network": _SVG.format("<style>@import url(http://127.0.0.1:9/x.css);</style>"),
    "paint from a file": _SVG.format('<rect width="5" height="5" style="fill: url(file://{canary}#a)"/>'),
    "face of a file": _SVG.format("<style>@font-face {{ font-family: x; src: url(file://{canary}) }}</style><text>a</text>"),
    "external entity": '<!DOCTYPE s [<!ENTITY x SYSTEM "file://{canary}">]>' + _SVG.format("<text>&x;</text>"),
    "entity bomb": f'<!DOCTYPE s [<!ENTITY a0 "lollollol">{_BOMB}]>' + _SVG.format("<text>&a8;</text>"),
    "include": _SVG.format('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{canary}" parse="text"/>'),
    "instruction": '<?xml-stylesheet href="file://{canary}"?>' + _SVG.format(""),
    "script": _SVG.format("<script>fetch('http://127.0.0.1:9')</script>"),
    "depth": _SVG.format("<g>" * 3000 + "</g>" * 3000),
    "endless size": '<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9"><rect width="1e9" height="1e9"/></svg>',
    "no picture": "the emperor's logo",
}  # fmt: skip


@pytest.mark.parametrize("name", LOGOS)
def test_a_hostile_logo_is_drawn_without_its_tricks_or_refused(name, canary, no_network):
    from briefing.render import render_pdf

    text = LOGOS[name].replace("{canary}", str(canary)).replace("{{", "{").replace("}}", "}")
    logo = "data:image/svg+xml;base64," + base64.b64encode(text.encode()).decode()
    started = time.monotonic()
    data, why = outcome(lambda: render_pdf(tree_of("en-US"), CSS, Brand(logo=logo, name="Office")), RenderError)
    if data:
        import pypdfium2

        assert not any("secret" in page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))
    assert "secret" not in why
    assert len(why) < 400  # no message repeats the whole picture
    assert no_network == []
    assert time.monotonic() - started < 20


STYLES = (
    "p { background: url(file://CANARY) }",
    "p { background: url(http://127.0.0.1:9/a.png) }",
    "@import url(http://127.0.0.1:9/a.css);",
    "@import 'file://CANARY';",
    "@font-face { font-family: x; src: url(file://CANARY) } p { font-family: x }",
    "@page { @top-left { content: url(file://CANARY) } }",
    "p::before { content: url(http://127.0.0.1:9/b.png) }",
    "li { list-style-image: url(file://CANARY) }",
    "h2 { content: url(ftp://127.0.0.1/x) }",
    ".band { border-image: url(file://CANARY) 1 }",
)


@pytest.mark.parametrize("style", STYLES)
def test_an_address_in_a_style_stops_the_unit_with_our_error_and_touches_nothing(style, canary, no_network):
    """The fetcher's own error derives from BaseException: it may not get past the renderer."""
    from briefing.render import render_pdf

    css = style.replace("CANARY", str(canary)) + CSS
    data, why = outcome(lambda: render_pdf(tree_of("en-US"), css, Brand()), RenderError)
    assert b"the secret" not in (data or b"")  # a rule that does not apply asks for nothing
    assert "secret" not in why
    assert no_network == []


def test_an_address_asked_for_while_the_file_is_written_is_our_error_too():
    from weasyprint.urls import FatalURLFetchingError

    from briefing.render import pdf

    with pytest.raises(RenderError, match="only data: addresses"), pdf._complaints():
        raise FatalURLFetchingError("file:///etc/hostname")


# --- names ---------------------------------------------------------------------------------------------------------------

BAD_IDS = ("../../x", "a/b", "a\\b", "a\0b", "", ".", "..", "con.txt", "A", "x" * 41, "滨江", "a\u202eb", "-x", "a b", "~root", "$HOME", "a\nb")  # fmt: skip


@pytest.mark.parametrize("name", BAD_IDS)
def test_a_region_id_that_is_no_slug_is_refused_before_anything_is_written(name, tmp_path):
    root = tmp_path / "w"
    root.mkdir()
    quoted = name.replace("\\", "\\\\").replace("\0", "\\u0000").replace("\n", "\\n")
    region = f'schema = 1\n[[regions]]\nid = "{quoted}"\nzh = "江城市"\nen = "Jiangcheng"\ncode = "420100"\n'
    (root / "briefing.toml").write_text(region, encoding="utf-8")
    with pytest.raises(WorkspaceError):
        load_workspace(root)
    assert [path.name for path in root.iterdir()] == ["briefing.toml"]


@pytest.mark.parametrize("name", ["江城\u202e市", "江\ue000城", "江\x07城", "江\u200b城"])
def test_a_region_name_with_unseen_characters_is_refused(name, tmp_path):
    root = workspace(tmp_path / "w", "jiang")
    text = (root / "briefing.toml").read_text("utf-8").replace("江城市", name.replace("\x07", "\\u0007"))
    (root / "briefing.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError, match="control character"):
        load_workspace(root)


@pytest.mark.parametrize(
    ("name", "why"), [("x" * 100, ""), ("x" * 101, "101 characters"), ("Cafe\u0301", "composed form")]
)
def test_a_region_name_is_so_long_and_of_one_form_and_not_more(name, why, tmp_path):
    root = workspace(tmp_path / "w", "jiang")
    text = (root / "briefing.toml").read_text("utf-8").replace("Jiangcheng", name)
    (root / "briefing.toml").write_text(text, encoding="utf-8")

    found, said = outcome(lambda: load_workspace(root), WorkspaceError)

    assert bool(found) == (why == "")
    assert why in said


@pytest.mark.parametrize("period", ["../2023", "2023/..", "2023\n", "２０２３", "2023-13", "2023-Q5", "2023.txt", "", "2024-10/../..", "٢٠٢٣"])  # fmt: skip
def test_a_period_is_a_period_or_nothing(period):
    assert PERIOD.fullmatch(period) is None


def test_a_division_code_is_made_of_the_ten_digits(tmp_path):
    root = workspace(tmp_path / "w", "jiang")
    text = (root / "briefing.toml").read_text("utf-8").replace("420100", "４２０１００")
    (root / "briefing.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError, match="division code"):
        load_workspace(root)


@pytest.mark.parametrize("logo", ["../../etc/passwd", "/etc/hostname", "logo.eps", "http://127.0.0.1/l.svg", "file:///etc/passwd"])  # fmt: skip
def test_a_logo_is_a_picture_inside_the_workspace(logo, tmp_path):
    root = workspace(tmp_path / "w", "jiang", extra=f'[brand]\nlogo = "{logo}"\n')
    with pytest.raises(WorkspaceError, match="SVG or PNG inside the workspace"):
        load_workspace(root)


def test_a_link_that_leads_out_of_the_workspace_is_no_logo(tmp_path, canary):
    root = workspace(tmp_path / "w", "jiang", extra='[brand]\nlogo = "logo.svg"\n')
    (root / "logo.svg").symlink_to(canary)
    with pytest.raises(WorkspaceError, match="logo"):
        load_workspace(root)


# --- brand, glossary and memory, the whole way -------------------------------------------------------------------------

_CELLS = (
    '<img src="file://{canary}">', "{{{{ 7*191 }}}}", "{{% include '{canary}' %}}", "{{{{ ''.__class__.__mro__ }}}}",
    "<script>1</script>", "=cmd|' /C calc'!A0", "%(x)s %n {{0.__class__}}", '"><link rel=attachment href="file://{canary}">',
    "&x; &#0; <![CDATA[x]]>", "]]></style><style>@import url(http://127.0.0.1:9/)",
)  # fmt: skip


def test_hostile_brand_region_glossary_and_memory_go_the_whole_way_as_text(tmp_path, canary):
    texts = [text.format(canary=canary) for text in _CELLS]
    quoted = [text.replace("\\", "\\\\").replace('"', '\\"') for text in texts]
    brand = "\n".join(
        f'{key} = "{value}"'
        for key, value in zip(("name", "issuer", "contact", "disclaimer"), (*quoted[:3], quoted[7]), strict=True)
    )
    root = workspace(tmp_path / "w", "jiang", extra=f"[brand]\n{brand}\n")
    config = (root / "briefing.toml").read_text("utf-8").replace('en = "Jiangcheng"', f'en = "Jiangcheng {quoted[0]}"')
    (root / "briefing.toml").write_text(config, encoding="utf-8")
    _write(root / "glossary" / "x.csv", ["zh", "en", "gloss", "status"],
           [[f"江城产业{n}号", f"Jiangcheng {text}", text, "accepted"] for n, text in enumerate(texts[:4] + texts[4:5])])  # fmt: skip
    named = "".join(f"江城产业{n}号项目完成投资{10 + n}.5亿元，增长{n + 1}.1%。\n" for n in range(5))
    add_source(root, "jiang", "2023.txt", REPORT + named)

    done, seen = watched(root, canary, "build", "jiang")

    assert seen == []
    assert done.returncode in (0, 3, 4, 5), done.stderr[:2000]
    assert "Traceback" not in done.stderr
    for path in (root / "out").rglob("*.*"):
        assert b"the secret" not in path.read_bytes()
        if path.suffix == ".docx":
            assert "1337" not in zipfile.ZipFile(path).read("word/document.xml").decode()


MEMORY = ("zh", "en", "state", "approved_by", "approved_on", "origin")


def test_hostile_cells_of_the_memory_go_the_whole_way_as_text_or_are_left_out(tmp_path, canary):
    """Sentences that a person approved with such English: printed as it stands where it passes the gates, never acted upon."""
    texts = [text.format(canary=canary) for text in _CELLS] + ["A\u202ereversed", "\ue000private", "{0.__class__}"]
    slots = re.compile(r"[{}\d]")  # braces and figures are the memory's own; both are refused below
    chinese = [f"江城故事第{letter}章深入人心。" for letter in "甲乙丙丁戊己庚辛壬癸子丑寅"]
    rows = [
        [zh, slots.sub("", text), "approved", text, "2026-11-28", text] for zh, text in zip(chinese, texts, strict=True)
    ]
    root = workspace(tmp_path / "w", "jiang", report=REPORT + "\n" + "\n".join(chinese) + "\n")
    _write(root / "glossary" / "memory.csv", MEMORY, rows)

    done, seen = watched(root, canary, "build", "jiang")

    assert seen == []
    assert done.returncode == 0, done.stderr[:2000]
    assert_harmless(root / "out/2023/jiang", 6)


@pytest.mark.parametrize(
    "english", ["{0.__class__} grew", "{{ 7*7 }} grew", "{% include 'x' %}", "up 7%", "%(x)s up 3%"]
)
def test_a_slot_or_figure_that_is_none_is_refused_with_its_line(tmp_path, english):
    root = workspace(tmp_path / "w", "jiang")
    _write(root / "glossary" / "memory.csv", MEMORY, [["江城故事深入人心。", english, "approved", "", "", ""]])

    with pytest.raises(WorkspaceError, match=r"glossary/memory.csv:2: "):
        load_recipe(load_workspace(root))


def test_an_exported_memory_holds_no_formula_and_comes_back_as_it_was():
    pairs = [
        Pair(f"江城{n}。", text, approved_by=text, origin=text)
        for n, text in zip("甲乙丙丁", ("=1+1", "＋A1", "@x", "plain"), strict=True)
    ]
    data = spreadsheet(pairs)
    cells = [cell for row in csv.reader(io.StringIO(data.decode())) for cell in row]

    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))] == []
    back = [_each_text(pair, plain) for pair in read_memory("m.csv", data)[0]]
    assert [(pair.en, pair.origin) for pair in back] == [(pair.en, pair.origin) for pair in pairs]


def _write(path, head, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *rows])
    path.write_text(out.getvalue(), encoding="utf-8")


# --- templates ------------------------------------------------------------------------------------------------------


def shape(value):
    """The kinds of a block tree, without its texts."""
    if isinstance(value, tuple):
        return [shape(one) for one in value]
    if is_dataclass(value):
        return type(value).__name__, [shape(getattr(value, one.name)) for one in fields(value)]
    return type(value).__name__


@pytest.fixture(scope="module")
def composed(tmp_path_factory):
    """What a briefing of a report with such a title, issuer and region name is made of, in both languages."""
    place = load_workspace(workspace(tmp_path_factory.mktemp("w"), "jiang"))
    recipe = load_recipe(place)
    kitchen = build._kitchen(recipe)
    extracted = extract(read_bytes("r.txt", REPORT.encode()), place.regions[0], "2023")
    bilingual = translate(extracted, recipe.glossary, kitchen.phrases["en"], kitchen.memory)

    def make(text):
        own = replace(bilingual.region, zh=text, en=text)
        given = replace(bilingual, title=text, issuer=text, published=text, region=own)
        brand = BrandOfWorkspace(name=text, issuer=text, contact=text, disclaimer=text)
        choice = Choice(given, (), kitchen.editions["investor"], recipe.glossary, kitchen.phrases)
        return [shape(compose(choice, lang, brand).blocks) for lang in ("zh", "en-US")]

    return make


@pytest.mark.parametrize("text", _CELLS)
def test_no_text_changes_what_a_briefing_is_made_of(composed, text):
    """Template injection: values go through all templates, and the blocks are those of a harmless value."""
    assert composed(text.format(canary="/etc/hostname")) == composed("江城")


@pytest.mark.parametrize(
    "trick",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self._TemplateReference__context.environment }}",
        "{% include '/etc/hostname' %}",
        "{% import 'os' as os %}",
        "{{ nowhere.at.all }}",
        "{{ 'a' * 10**10 }}",
        "{{ [0] * 10**9 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ '%10000000000d' % 1 }}",
        "{{ 'a'.ljust(10**10) }}",
        "{{ '{:10000000000}'.format(1) }}",
        "<script>1</script>",
        "<img src='file:///etc/hostname'/>",
    ],
)
def test_a_template_that_reaches_out_is_refused_with_its_file_and_nothing_is_printed(tmp_path, trick):
    """Editors exchange files: also their templates run in a sandbox with strict names and a closed vocabulary."""
    root = workspace(tmp_path / "w", "jiang")
    shutil.copytree(Path(__file__).parents[1] / "templates", root / "templates")
    body = root / "templates/investor/body.j2"
    body.write_text(body.read_text("utf-8") + f"\n<p>{trick}</p>\n", encoding="utf-8")
    place = load_workspace(root)

    def built():
        source = root / "sources/jiang/2023.txt"
        unit = build.Unit(place.regions[0], build.Report("2023", source.name, source.read_bytes()))
        return build.build_unit(unit, load_recipe(place))

    with pytest.raises(WorkspaceError, match=r"body\.j2"):
        built()


@pytest.mark.parametrize(
    "trick",
    [
        "{{ 'a' * 10**10 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ '%10000000000d' % 1 }}",
        "{{ 'a' | center(10000000000) }}",
        "{{ 'a'.zfill(10000000000) }}",
        "{{ '{:10000000000}'.format(1) }}",
    ],
)
def test_phrases_that_would_fill_the_memory_are_refused_when_they_are_loaded(tmp_path, trick):
    """They are loaded by the run itself, which has no limit of memory."""
    root = workspace(tmp_path / "w", "jiang")
    (root / "templates").mkdir()
    (root / "templates/phrases.en.j2").write_text(trick, encoding="utf-8")

    with pytest.raises(
        WorkspaceError, match=r"phrases\.en\.j2:1: (.* is not allowed|No filter named|access to attribute)"
    ):
        load_recipe(load_workspace(root))


# --- XML and archives ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["tmx", "tbx"])
def test_an_exchange_file_with_an_external_entity_gives_nothing_of_the_file(how, canary):
    from briefing.glossary import tbx
    from briefing.translate import tmx

    head = f'<!DOCTYPE t [<!ENTITY x SYSTEM "file://{canary}">]>'
    pair = '<tu><tuv xml:lang="zh"><seg>城&x;</seg></tuv><tuv xml:lang="en"><seg>city &x;</seg></tuv></tu>'
    data = {
        "tmx": f'{head}<tmx version="1.4"><header/><body>{pair}</body></tmx>',
        "tbx": f"{head}<tbx><text><body><termEntry><langSet xml:lang='zh'><tig><term>城&x;</term></tig></langSet></termEntry></body></text></tbx>",
    }[how]
    load = (lambda: tmx.load("m.tmx", data.encode())) if how == "tmx" else (lambda: tbx.read_tbx(data.encode()))
    found, why = outcome(load, BriefingError, ValueError)
    assert "secret" not in repr(found) + why


def _archive(members, flag=0):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names given twice
        for name, data in members:
            made.writestr(name, data)
    data = out.getvalue()
    at = data.rindex(b"PK\x01\x02") + 8  # the flags of the last member in the directory
    return data[:at] + bytes([flag]) + data[at + 1 :]


def test_an_archive_may_have_so_many_members_and_not_one_more():
    open_archive("a.docx", _archive([(f"{n}", b"") for n in range(MOST_MEMBERS)])).close()
    with pytest.raises(SourceError, match="members"):
        open_archive("a.docx", _archive([(f"{n}", b"") for n in range(MOST_MEMBERS + 1)]))


def test_an_archive_may_unpack_to_so_much_and_be_packed_so_tight_and_not_more():
    """The directory is believed before anything is unpacked, as nothing more than it says ever is."""
    size, noise = 4_000_000, os.urandom(4_000_000 // MOST_RATIO)
    tight = _archive([("a", noise + b"0" * (size - len(noise)))])
    open_archive("a.docx", tight).close()
    with pytest.raises(SourceError, match="100 to 1"):
        open_archive("a.docx", _archive([("a", b"0" * size)]))

    stored = {name: zipfile.ZipInfo(name) for name in ("a", "b")}
    for info, much in zip(stored.values(), (MOST_BYTES - 1, 1), strict=True):
        info.file_size = info.compress_size = much
    assert _finding(list(stored.values())) == ""
    stored["b"].file_size = 2
    assert "unpacks to 100 MB" in _finding(list(stored.values()))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (_archive([("a", b"1"), ("a", b"2")]), "twice"),
        (_archive([("a", b"1")], flag=1), "encrypted"),
        (_archive([("a", b" " * 2_000_000)]), "100 to 1"),
        (b"PK\x03\x04" + b"\xff" * 100, "damaged"),
    ],
)
def test_an_archive_is_refused_at_once_with_its_reason(data, why):
    started = time.perf_counter()
    with pytest.raises(SourceError, match=why):
        open_archive("a.docx", data)
    assert time.perf_counter() - started < 0.1


_MODEL = [("zh_en/metadata.json", b"{}")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (_archive([*_MODEL, *((f"zh_en/model/{n}", b"") for n in range(200))]), "201 files"),
        (_archive([*_MODEL, ("zh_en/model/model.bin", b"0" * 2_000_000)]), "bytes unpacked"),
        (_archive([*_MODEL, ("zh_en/../../x", b"")]), "names that climb"),
        (_archive([*_MODEL, ("/etc/x", b"")]), "names that climb"),
        (_archive([*_MODEL, ("zh_en\\x", b"")]), "names that climb"),
        (_archive([*_MODEL, *_MODEL]), "a member twice"),
        (_archive(_MODEL, flag=1), "encrypted members"),
        (_archive([*_MODEL, ("other/x", b"")]), "2 top folders"),
    ],
)
def test_a_malicious_model_archive_is_refused_before_anything_is_unpacked(tmp_path, data, why):
    file, into = tmp_path / "x.argosmodel", tmp_path / "packages"
    file.write_bytes(data)
    with pytest.raises(SourceError, match=why):
        packages.install(file, into)
    assert not into.exists()


def test_a_model_archive_at_the_limit_of_files_is_unpacked_and_of_it_only_what_is_read(tmp_path):
    """A splitter that loads what a file tells it to (stanza) never reaches the disk."""
    files = [(f"zh_en/model/{n}", os.urandom(9)) for n in range(195)]
    rest = [("zh_en/metadata.json", b'{"from_code": "zh", "to_code": "en", "package_version": "1"}'),
            ("zh_en/model/model.bin", b"m"), ("zh_en/sentencepiece.model", b"s"),
            ("zh_en/stanza/zh/tokenize.pt", b"pickle"), ("zh_en/setup.py", b"run me")]  # fmt: skip
    file = tmp_path / "x.argosmodel"
    file.write_bytes(_archive([*files, *rest]))

    made = packages.install(file, tmp_path / "packages")

    assert (made.folder / "model/model.bin").is_file()
    assert {path.name for path in made.folder.iterdir()} == {
        "metadata.json",
        "model",
        "sentencepiece.model",
        packages.RECORD,
    }


# --- limits: one at it, one above ------------------------------------------------------------------------------------------


def test_a_source_may_be_so_large_and_not_one_byte_more():
    with pytest.raises(SourceError) as at:  # passes the limit and fails for having no text
        read_bytes("r.docx", b"PK\x03\x04".ljust(LARGEST, b"x"))
    assert "MB" not in str(at.value)
    with pytest.raises(SourceError, match="at most 20 MB"):
        read_bytes("r.docx", b"PK\x03\x04".ljust(LARGEST + 1, b"x"))


def test_a_table_of_figures_may_have_so_many_rows_and_not_one_more():
    rows = "region,indicator,period,value,unit\n" + "江城市,出口,2023,1,亿元\n"

    def of(count):
        return (rows + "".join(f"江城市,出口{n},2023,{n},亿元\n" for n in range(count - 1))).encode()

    assert read_bytes("r.csv", of(MOST_ROWS)).tables
    with pytest.raises(SourceError, match="5,000 rows"):
        read_bytes("r.csv", of(MOST_ROWS + 1))


_HTML = "<html><head><title>江城市2023年统计公报</title></head><body><p>2023年，全市地区生产总值2467.9亿元，增长8.0%。</p><table><tr><th>指标</th><th>数值</th></tr>{}</table></body></html>"
_WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>2023年，全市地区生产总值2467.9亿元，增长8.0%。</w:t></w:r></w:p><w:tbl>{}</w:tbl></w:body></w:document>"
)


def _page(rows):
    return _HTML.format("".join(f"<tr><td>指标{n}</td><td>{n}.5</td></tr>" for n in range(rows))).encode()


def _word(rows):
    def row(*texts):
        return "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>" for t in texts) + "</w:tr>"

    body = row("指标", "数值") + "".join(row(f"指标{n}", f"{n}.5") for n in range(rows))
    return _archive([("word/document.xml", _WORD.format(body).encode()), ("noise", os.urandom(100_000))])


@pytest.mark.parametrize(("name", "of"), [("r.html", _page), ("r.docx", _word)])
def test_a_table_of_a_report_may_have_so_many_rows_and_not_one_more(name, of):
    document = read_bytes(name, of(MOST_ROWS))
    assert [table.rows for table in document.tables] == [MOST_ROWS + 1]  # with its heads
    with pytest.raises(SourceError, match=r"a table of 5,001 rows; expected at most 5,000 rows\. Split the report"):
        read_bytes(name, of(MOST_ROWS + 1))


def test_a_table_without_end_is_refused_before_time_is_spent_on_it():
    data = _page(300_000)
    started = time.process_time()
    with pytest.raises(SourceError, match="a table of 300,001 rows"):
        read_bytes("r.html", data)
    assert time.process_time() - started < 6


def test_a_sentence_is_read_whole_up_to_its_limit_and_in_pieces_above():
    whole = "一" * (LONGEST - 1) + "。"
    assert list(split(whole)) == [(0, LONGEST)]
    above = "增长1,234.5亿元，" * 300 + "完。"
    pieces = list(split(above))
    assert all(end - start <= LONGEST for start, end in pieces)
    assert "".join(above[start:end] for start, end in pieces) == above
    assert all(above[start:end].startswith("增长1,234.5亿元，") for start, end in pieces)


@pytest.mark.parametrize("shift", range(0, 24, 3))
def test_a_figure_is_never_cut_whatever_the_length_of_its_sentence(shift):
    """A sentence without a comma, 2,000 characters and more: 12467.9亿元 must not become 67.9亿元."""
    from briefing.model.extract import Region

    long = "工" * (LONGEST - 30 + shift) + "地区生产总值12467.9亿元增长"
    assert any("12467.9亿元" in long[start:end] for start, end in split(long))
    text = f"2023年工作情况\n\n一、综合\n\n{long}8.1%，出口一万二千三百亿元。\n"
    made = extract(read_bytes("r.txt", text.encode()), Region("jiang", "江城市", "Jiangcheng", "420100"), "2023")
    assert {str(fact.value) for fact in made.facts} <= {"12467.9", "8.1", "12300", "1.23"}


def test_a_briefing_may_have_so_many_pages_and_not_one_more(monkeypatch):
    from briefing import proof

    made = replace(tree_of("en-US"), blocks=())
    extract = type("Nothing", (), {"facts": (), "text": ""})()
    monkeypatch.setattr(proof, "_wrong_contents", lambda *_: [])
    monkeypatch.setattr(proof, "_pdf_pages", lambda _: ["page"] * 60)
    assert not proof.check(made, extract, {"pdf": b""}, most_pages=60).problems
    monkeypatch.setattr(proof, "_pdf_pages", lambda _: ["page"] * 61)
    assert "61 pages" in proof.check(made, extract, {"pdf": b""}, most_pages=60).problems[0]


@pytest.mark.parametrize(
    "figure",
    ["9" * 400, "9" * 10_000, "九" + "万亿" * 3000, "九千" * 5000, "2." + "9" * 5000],
    ids=["400 digits", "10,000 digits", "万亿 3,000 times", "九千 5,000 times", "5,000 decimals"],
)
def test_a_figure_beyond_all_measure_is_no_fact_and_stays_in_the_ledger(figure):
    """Nobody can vouch for it; what stands beside it is read."""
    from briefing.model.extract import Region

    text = f"2023年工作情况\n\n一、综合\n\n全市地区生产总值{figure}亿元。全年出口62.33亿元，下降3.2%。\n"
    made = extract(read_bytes("r.txt", text.encode()), Region("jiang", "江城市", "Jiangcheng", "420100"), "2023")

    assert [str(fact.value) for fact in made.facts] == ["62.33", "-3.2"]
    (fate,) = {numeral.fate for numeral in made.ledger if numeral.end - numeral.start > 300}
    assert fate != "fact"


@pytest.mark.parametrize(
    ("value", "taken"),
    [("9" * 16, True), ("9" * 17, False), ("1e15", True), ("1e16", False), ("1e999999999", False), ("NaN", False)],
)
def test_a_value_of_a_table_has_so_many_digits_and_not_more(value, taken):
    data = f"region,indicator,period,value,unit\n江城市,出口,2023,{value},亿元\n".encode()
    found, why = outcome(lambda: read_bytes("r.csv", data), SourceError)
    assert bool(found) is taken
    assert taken or "a number such as 2467.9" in why


@pytest.mark.parametrize("cell", ["江" * 131_073, '"江'])
def test_a_memory_that_is_no_table_is_a_problem_with_its_line(cell):
    data = ",".join(MEMORY) + f"\n{cell}" + "x" * 140_000 + ",x,approved,,,\n"
    _, problems = read_memory("glossary/memory.csv", data.encode())
    assert [str(problem)[:44] for problem in problems] == ["glossary/memory.csv:1: not readable as CSV ("] * 1


def test_endless_text_without_an_end_is_read_in_time():
    started = time.monotonic()
    from briefing.model.extract import Region

    text = "2023年工作情况\n\n一、综合\n\n" + "投资12.5亿元增长3.1%，" * 4000
    made = extract(read_bytes("r.txt", text.encode()), Region("jiang", "江城市", "Jiangcheng", "420100"), "2023")
    assert made.ledger
    assert time.monotonic() - started < 20


# --- formulas --------------------------------------------------------------------------------------------------------------

_BEGINNINGS = st.sampled_from(["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", " ", "\u00a0", "\u3000", "'", "\n", ""])  # fmt: skip


@given(st.lists(_BEGINNINGS, max_size=6), st.text(max_size=20))
def test_no_exported_cell_starts_a_formula_and_import_gives_the_text_back(beginning, rest):
    text = "".join(beginning) + rest
    shown = safe(text)
    assert plain(shown) == text
    for line in shown.split("\n"):
        assert not line.lstrip(" \u00a0\u3000\t\r\x0b\x0c").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
