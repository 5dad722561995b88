"""Files that carry more than text: reports and returned files with links, scripts, programs and templates of elsewhere.

They go the whole way on the real command line, watched as in test_hostile.py: nothing is read, reached, run or written.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from html import escape

import pytest
from support_run import REPORT, add_source, briefing, workspace
from test_hostile import assert_harmless, watched

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OUTSIDE = ("file://{canary}", "http://127.0.0.1:9/a", "\\\\127.0.0.1\\share\\a", "../../../{canary}")
_KINDS = ("attachedTemplate", "image", "oleObject", "aFChunk", "subDocument", "hyperlink", "frame", "externalLinkPath")
_FIELDS = (
    'INCLUDETEXT "{canary}"',
    'INCLUDEPICTURE "http://127.0.0.1:9/a.png"',
    'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"',
    'IMPORT "{canary}"',
    'LINK Word.Document "{canary}"',
    "MACROBUTTON AutoOpen x",
)


@pytest.fixture(scope="module")
def canary(tmp_path_factory):
    path = tmp_path_factory.mktemp("canary") / "canary-of-the-tests"
    path.write_text("the secret", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A workspace with one unit, built once."""
    root = workspace(tmp_path_factory.mktemp("built") / "w", "jiang")
    assert briefing("build", "-q", "-C", root).returncode == 0
    return root


def relationships(canary):
    """A part of relationships that leads to every outside place in every way."""
    pairs = [(kind, place.format(canary=canary)) for kind in _KINDS for place in _OUTSIDE]
    rows = "".join(
        f'<Relationship Id="hostile{n}" Type="{_R}/{kind}" Target="{escape(place)}" TargetMode="External"/>'
        for n, (kind, place) in enumerate(pairs)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def fields(canary):
    return "".join(
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{escape(field.format(canary=canary))}'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        for field in _FIELDS
    )


def report_as_word(canary):
    """A report in Word whose parts lead outside, with fields, a macro part, a picture and a chunk of elsewhere."""
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in REPORT.splitlines() if line)
    chunks = '<w:altChunk r:id="hostile12"/><w:subDoc r:id="hostile16"/>'
    body = f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{lines}{fields(canary)}{chunks}</w:body></w:document>'
    settings = f'<w:settings xmlns:w="{_W}" xmlns:r="{_R}"><w:attachedTemplate r:id="hostile0"/></w:settings>'
    return packed({
        "word/document.xml": body,
        "word/_rels/document.xml.rels": relationships(canary),
        "word/settings.xml": settings,
        "word/_rels/settings.xml.rels": relationships(canary),
        "word/vbaProject.bin": "Sub AutoOpen",
    })  # fmt: skip


def report_as_sheet(canary):
    """A table of figures with links to another workbook and cells that are formulas."""
    import openpyxl

    made = io.BytesIO()
    book = openpyxl.Workbook()
    rows = [("region", "indicator", "period", "value", "unit"), ("江城市", "出口", "2023", 62.33, "亿元")]
    rows += [("江城市", f'=WEBSERVICE("http://127.0.0.1:9/{n}")', "2023", 1, "亿元") for n in range(2)]
    rows += [
        ("江城市", f"='file://{canary}'!A1", "2023", 1, "亿元"),
        ("江城市", "=cmd|' /C calc'!A0", "2023", 1, "亿元"),
    ]
    for row in rows:
        book.active.append(row)
    book.save(made)
    return changed(made.getvalue(), {"xl/_rels/workbook.xml.rels": lambda text: merged(text, canary)})


def report_as_pdf(built, canary):
    """The briefing of another workspace with scripts, programs, links, attachments and fonts that are none."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    def action(kind, **more):
        return pdf.make_indirect(Dictionary(S=Name("/" + kind), **more))

    pdf = pikepdf.open(built / "out/2023/jiang/jiang-2023-investor.zh.pdf")
    acts = [
        action("JavaScript", JS=String("app.launchURL('http://127.0.0.1:9/')")),
        action("Launch", F=String("/bin/sh")),
        action("GoToR", F=String(str(canary)), D=Array([0, Name.Fit])),
        action("SubmitForm", F=String("http://127.0.0.1:9/")),
        action("ImportData", F=String(str(canary))),
        action("URI", URI=String("http://127.0.0.1:9/")),
    ]
    pdf.Root.OpenAction = acts[0]
    pdf.Root.AA = Dictionary(WC=acts[1], WS=acts[2], DS=acts[3], WP=acts[4], DP=acts[5])
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 900, 900])
    pdf.pages[0].Annots = Array([pdf.make_indirect(Dictionary(**note, A=act)) for act in acts])
    pdf.attachments["../../x.sh"] = pikepdf.AttachedFileSpec(pdf, b"rm", filename="../../x.sh")
    outside = pikepdf.Stream(pdf, b"")
    outside["/F"] = Dictionary(Type=Name.Filespec, F=String(str(canary)))
    pdf.pages[0].contents_add(outside)
    for one in pdf.objects:
        if isinstance(one, Dictionary) and "/FontFile2" in one:
            one["/FontFile2"].write(b"\0\1\0\0" + b"\xff" * 500)
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def report_as_deep_page(_canary):
    """Tables within tables and spans without end beside a sentence."""
    said = "<h1>江城市2023年工作情况</h1><p>2023年，全市地区生产总值2467.9亿元，增长8.0%。</p>"
    spans = "<table><tr><td colspan=1000000000 rowspan=1000000000>出口</td><td>1</td></tr><tr><td>2</td></tr></table>"
    return f"<html><body>{said}{spans}{'<table><tr><td>' * 200}{'</table>' * 200}</body></html>".encode()


def packed(members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return made.getvalue()


def changed(data, changes):
    """An archive with some members changed or, where they were not there, added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changes.items():
        members[name] = change(members.get(name, b"").decode()).encode()
    return packed(members)


def merged(text, canary):
    """A part of relationships with the hostile ones added."""
    hostile = relationships(canary)
    return text.replace("</Relationships>", hostile[hostile.index("<Relationship ") :]) if text else hostile


def test_reports_that_carry_more_than_text_go_the_whole_way_as_text(tmp_path, built, canary):
    """Word with links, templates and fields, a workbook with formulas, a PDF with scripts and programs, a page without end."""
    reports = {
        "word": ("2023.docx", report_as_word(canary)),
        "sheet": ("2023.xlsx", report_as_sheet(canary)),
        "pdf": ("2023.pdf", report_as_pdf(built, canary)),
        "page": ("2023.html", report_as_deep_page(canary)),
    }
    root = workspace(tmp_path / "w", *reports)
    for region, (name, data) in reports.items():
        (root / f"sources/{region}/2023.txt").unlink()
        add_source(root, region, name, data)

    done, seen = watched(root, canary, "build", "--jobs", "1", "--lang", "en", "--json")

    rows = {row["unit"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert seen == []
    assert {unit for unit, row in rows.items() if row["state"] == "done"} >= {"word/2023", "pdf/2023", "page/2023"}, (
        rows
    )
    assert "Traceback" not in done.stderr
    assert "unexpected" not in done.stderr
    for unit in (unit for unit, row in rows.items() if row["state"] == "done"):
        folder = root / "out/2023" / unit.partition("/")[0]
        assert_harmless(folder, 4)
        for path in folder.glob("*.docx"):
            assert outside_of(path) == []
    assert not list(tmp_path.rglob("x.sh"))


def outside_of(path):
    """The targets in an Office file that lead to another place."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")]
    return [one for part in parts for one in re.findall(r'Target="(?:file:|http:|\\\\)[^"]*"', part)]


HOSTILE_PARTS = {
    "links of every kind": {"word/_rels/document.xml.rels": merged},
    "a template of elsewhere": {
        "word/_rels/settings.xml.rels": merged,
        "word/settings.xml": lambda text, _: re.sub(
            r"(<w:settings[^>]*>)", rf'\1<w:attachedTemplate xmlns:r="{_R}" r:id="hostile1"/>', text, count=1
        ),
    },
    "fields": {"word/document.xml": lambda text, canary: text.replace("<w:body>", f"<w:body>{fields(canary)}", 1)},
    "a macro": {"word/vbaProject.bin": lambda _text, _: "Sub AutoOpen"},
    "an entity": {
        "word/document.xml": lambda text, canary: (
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{canary}">]>' + text[text.index("<w:document") :]
        )
    },
    "an entity in the properties": {
        "docProps/core.xml": lambda text, canary: (
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{canary}">]>' + text[text.index("<cp:") :]
        )
    },
    "a name that climbs": {"../../x.sh": lambda _text, _: "rm"},
    "no document": {"word/document.xml": lambda _text, _: "<x/>"},
}


@pytest.mark.parametrize("trick", HOSTILE_PARTS)
def test_a_returned_file_that_carries_more_than_text_teaches_nothing_of_it(tmp_path, built, canary, trick):
    """A file of a stranger under the name of ours: read as text or refused with one line; nothing is learnt that is not typed."""
    root = tmp_path / "w"
    shutil.copytree(built, root)
    data = (root / "out/2023/jiang/jiang-2023-editor.en.docx").read_bytes()
    changes = {name: lambda text, change=change: change(text, canary) for name, change in HOSTILE_PARTS[trick].items()}
    back = tmp_path / "back.docx"
    back.write_bytes(changed(data, changes))

    done, seen = watched(root, canary, "review", str(back), "--json")

    assert seen == []
    assert "Traceback" not in done.stderr, done.stderr
    states = {json.loads(line)["state"] for line in done.stdout.splitlines()}
    assert (done.returncode, states) in ((0, {"unchanged"}), (6, set())), (done.stdout, done.stderr)
    assert "the secret" not in done.stdout + done.stderr
    assert not (root / "glossary").exists()
    assert not list(tmp_path.rglob("x.sh"))
