"""Reports are untrusted: whatever stands in one is quoted as text or refused; nothing is read, fetched or run because of it."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from html import escape

import pytest
from support_run import add_source, program, workspace

from briefing.errors import SourceError
from briefing.read import read_bytes

# {canary} is a file that nobody may open, {port} a socket that nobody may reach.
MARKUP = (
    '<img src="file://{canary}">',
    '<img src="http://127.0.0.1:{port}/a.png">',
    '<link rel="attachment" href="file://{canary}">',
    '<link rel="stylesheet" href="http://127.0.0.1:{port}/a.css">',
    '<a rel="attachment" href="file://{canary}">x</a>',
    '<iframe src="file://{canary}"></iframe>',
    '<object data="file://{canary}"></object>',
    '<embed src="file://{canary}">',
    '<svg><image href="file://{canary}"/></svg>',
    '<svg><use href="http://127.0.0.1:{port}/a.svg#x"/></svg>',
    '<svg onload="fetch(1)"><script>1</script></svg>',
    '<script src="http://127.0.0.1:{port}/a.js"></script>',
    "<style>@import url(http://127.0.0.1:{port}/a.css);</style>",
    "<style>@font-face {{ font-family: x; src: url(file://{canary}) }}</style>",
    "<style>p {{ background: url(http://127.0.0.1:{port}/a.png) }}</style>",
    '<p style="background: url(file://{canary})">x</p>',
    '<base href="http://127.0.0.1:{port}/">',
    '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:{port}/">',
    '<video src="file://{canary}"></video>',
    '<input type="image" src="http://127.0.0.1:{port}/a.png">',
    '<body background="http://127.0.0.1:{port}/a.png">',
    '<table background="file://{canary}"><tr><td>1</td></tr></table>',
    "<!ENTITY x SYSTEM 'file://{canary}'>&x;",
    "<?xml-stylesheet href='http://127.0.0.1:{port}/a.xsl'?>",
    "<![CDATA[<img src=file://{canary}>]]>",
    "</p></section></body></html><h1>x</h1>",
    '<n fact="x">RMB 1 billion</n>',
    "<cover></cover><sources></sources>",
)
TEMPLATES = (
    "{{{{ 7*7 }}}}",
    "{{% for x in ().__class__.__base__.__subclasses__() %}}{{{{ x }}}}{{% endfor %}}",
    "{{{{ ''.__class__.__mro__[1].__subclasses__() }}}}",
    "{{{{ cycler.__init__.__globals__.os.popen('cat {canary}').read() }}}}",
    "{{{{ self._TemplateReference__context }}}}",
    "{{% include '{canary}' %}}",
    "{{% import 'os' as os %}}",
    "{{# comment #}}",
    "#{{7*7}} ${{7*7}} <%= 7*7 %>",
    "%(x)s %s %n {{0.__class__}} {{}}",
)
LETTERS = (
    "\u202e反向",
    "\u2066隔离\u2069",
    "\u200b零\u200d宽\ufeff",
    "\ue000私用\uf8ff",
    "\x01空\x07",
    "１２３．５亿元",
    "a" * 3000,
    "(" * 500,
    "一二三四五六七八九十" * 60,
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1)",
)
WATCHER = """
import json, sys
canary, allowed, seen = sys.argv[1], sys.argv[2].split(":"), []
def watch(event, args):
    if event == "open" and canary in str(args[0]):
        seen.append(["read", str(args[0])])
    elif event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        if "fc-list" not in str(args):  # matplotlib, once, for its list of fonts
            seen.append([event, str(args)[:200]])
    elif event == "open" and isinstance(args[0], int):
        pass  # a handle, whose opening was seen by its name
    elif event == "open" and isinstance(args[2], int) and args[2] & 3 and not any(str(args[0]).startswith(p) for p in allowed):
        seen.append(["write", str(args[0])])
import briefing.run.warm  # libraries look for their own parts; that is none of the report's doing
sys.addaudithook(watch)
sys.argv[1:] = sys.argv[3:]
from briefing.cli import main
try:
    main()
finally:
    print("SEEN " + json.dumps(seen), file=sys.stderr)
"""


def snippets(canary):
    return [text.format(canary=canary, port=9) for text in (*MARKUP, *TEMPLATES)] + list(LETTERS)


def watched(root, canary, *words):
    """Run the command line and return it with everything that was read, reached or written out of place."""
    allowed = os.pathsep.join([str(root), "/dev/null", "None", "/tmp/weasyprint"])
    command = [sys.executable, "-P", "-c", WATCHER, str(canary), allowed, *words]
    environment = os.environ | {"PYTHONPATH": str(program()), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False, env=environment)
    (seen,) = [json.loads(line[5:]) for line in done.stderr.splitlines() if line.startswith("SEEN ")]
    return done, seen


@pytest.fixture
def canary(tmp_path):
    path = tmp_path / "canary-of-the-tests"
    path.write_text("the secret", encoding="utf-8")
    return path


def sentence(number, text):
    return f"{text}，2023年完成投资{100 + number}.5亿元，增长{number}.1%。"


def test_fifty_hostile_snippets_go_through_the_whole_way_as_text(tmp_path, canary):
    """No file read, no connection, no process, nothing written outside the workspace; both languages, both formats."""
    texts = snippets(canary)
    report = "江城市2023年工作情况\n\n一、综合\n\n" + "\n\n".join(sentence(n, text) for n, text in enumerate(texts))
    root = workspace(tmp_path / "w", "jiang", report=report)

    done, seen = watched(root, canary, "build", "jiang")

    assert len(texts) == 50
    assert done.returncode == 0, done.stderr[:2000]
    assert seen == []
    assert_harmless(root / "out/2023/jiang", 6)


UNSEEN = re.compile(r"[\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\u0001-\u0008\u200b]")


def assert_harmless(folder, number):
    """So many files, in none of which the secret stands, a template was filled in, or a character is that nobody sees."""
    files = [path for path in sorted(folder.iterdir()) if path.suffix != ".json"]
    assert len(files) == number
    for path in files:
        text = printed(path)
        assert "the secret" not in text
        assert UNSEEN.findall(text) == [], path.name
        for trick in ("<class ", "subclasses__ of", "7*7=49", "{'", "TemplateReference object"):
            assert trick not in text, path.name


def printed(path):
    """The text of a PDF, or of all parts of an Office file."""
    if path.suffix == ".pdf":
        import pypdfium2

        return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path))
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels")))


def as_page(texts):
    body = "".join(f"<p>{sentence(n, text)}</p>" for n, text in enumerate(texts))
    head = "<html><head><title>江城市2023年工作情况</title></head><body><h1>江城市2023年工作情况</h1><h2>一、综合</h2>"
    return f"{head}{body}</body></html>".encode()


def as_word(texts):
    lines = ["江城市2023年工作情况", "一、综合", *(sentence(n, text) for n, text in enumerate(texts))]
    body = "".join(f"<w:p><w:r><w:t>{escape(UNSEEN_IN_XML.sub('', line))}</w:t></w:r></w:p>" for line in lines)
    return archive([("word/document.xml", DOCUMENT.replace(b"<w:body/>", f"<w:body>{body}</w:body>".encode()))])


UNSEEN_IN_XML = re.compile(r"[\x00-\x08]")  # no XML file can hold them


@pytest.mark.parametrize(("name", "as_form"), [("2023.html", as_page), ("2023.docx", as_word)])
def test_fifty_hostile_snippets_as_page_and_as_word_file_go_the_whole_way(tmp_path, canary, name, as_form):
    """A page may do with them what a browser does (tags are no text); what is left is text and nothing else."""
    root = workspace(tmp_path / "w", "jiang")
    add_source(root, "jiang", name, as_form(snippets(canary)))
    (root / "sources/jiang/2023.txt").unlink()

    done, seen = watched(root, canary, "build", "jiang", "--lang", "en", "--edition", "investor")

    assert done.returncode == 0, done.stderr[:2000]
    assert seen == []
    assert_harmless(root / "out/2023/jiang", 2)


def test_hostile_html_is_read_without_fetching(tmp_path, canary):
    body = "".join(f"<p>{sentence(n, text)}</p>" for n, text in enumerate(snippets(canary)[:28]))
    page = (
        f"<html><head><title>江城市2023年工作情况</title></head><body><h1>江城市2023年工作情况</h1>{body}</body></html>"
    )
    root = workspace(tmp_path / "w", "jiang")
    (root / "page.html").write_text(page, encoding="utf-8")

    done, seen = watched(
        root, canary, "extract", "page.html", "--region", "jiang", "--period", "2023", "-o", str(root / "x")
    )

    assert done.returncode in (0, 6), done.stderr[:2000]
    assert seen == []


def test_data_is_never_taken_for_a_template(tmp_path, canary):
    root = workspace(
        tmp_path / "w",
        "jiang",
        report="江城市2023年工作情况\n\n一、综合\n\n{{ 7*191 }}项目2023年完成投资2467.9亿元，增长8.0%。\n",
    )

    done, _ = watched(root, canary, "build", "jiang", "--format", "docx", "--lang", "zh")

    assert done.returncode == 0, done.stderr[:2000]
    text = zipfile.ZipFile(root / "out/2023/jiang/jiang-2023-investor.zh.docx").read("word/document.xml").decode()
    assert "1337" not in text


# --- files that are not what they say ---------------------------------------------------------------------------------


def archive(members, *, flag=0):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.flag_bits |= flag
            made.writestr(info, data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


DOCUMENT = b'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'


@pytest.mark.parametrize(
    "members",
    [
        pytest.param([("word/document.xml", b" " * 200_000_000)], id="one big member"),
        pytest.param(
            [("word/document.xml", DOCUMENT), *((f"word/{n}.xml", b"") for n in range(3000))], id="many members"
        ),
        pytest.param([("word/document.xml", DOCUMENT), ("../../evil.txt", b"x")], id="a way out"),
        pytest.param(
            [("word/document.xml", DOCUMENT.replace(b"?><w", b'?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">]><w'))],
            id="entities",
        ),
    ],
)
def test_a_malicious_word_file_is_refused_at_once(members):
    with pytest.raises(SourceError):
        read_bytes("report.docx", archive(members))


def test_an_external_entity_is_not_read(canary):
    text = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file://{canary}">]>'
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>报告&x;</w:t></w:r></w:p></w:body></w:document>'

    try:
        document = read_bytes("report.docx", archive([("word/document.xml", (text + body).encode())]))
    except SourceError:
        return
    assert "secret" not in document.text
