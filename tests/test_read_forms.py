"""HTML, DOCX and PDF: what each form can do to a report, and what is refused."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support_read import body, cells, docx, html_table, pdf

from briefing.errors import SourceError
from briefing.read import read_bytes

SENTENCE = "全年全市地区生产总值为2479.6亿元，同比增长6.5%，三次产业结构持续优化，发展质量稳步提升。"
TITLE = "示例市2024年国民经济和社会发展统计公报"


def page(inside, head="", charset="utf-8"):
    text = f'<html><head><meta charset="{charset}">{head}</head><body>{inside}</body></html>'
    return read_bytes("page.html", text.encode())


def refusal(name, data):
    with pytest.raises(SourceError) as caught:
        read_bytes(name, data)
    return str(caught.value)


# --- HTML -------------------------------------------------------------------------------------------------------------


def test_a_wrong_charset_declaration_does_no_harm():
    assert body(page(f"<p>{SENTENCE}</p>", charset="gb2312")) == [("paragraph", SENTENCE)]
    declared = f'<html><head><meta charset="utf-8"></head><body><p>{SENTENCE}</p></body></html>'.encode("gb18030")
    assert body(read_bytes("page.html", declared)) == [("paragraph", SENTENCE)]


def test_the_fields_of_government_pages_give_title_source_and_date():
    head = (
        f'<title>{TITLE}_统计公报_示例市统计局</title><meta name="ContentSource" content="示例市统计局">'
        '<meta name="PubDate" content="2025-03-20 09:00">'
    )
    document = page(f"<div>首页</div><div><h1>{TITLE}</h1><p>{SENTENCE}</p></div>", head)
    assert (document.title, document.issuer, document.published) == (TITLE, "示例市统计局", "2025-03-20")
    assert body(document) == [("title", TITLE), ("paragraph", SENTENCE)]


def test_scripts_styles_and_comments_are_no_text():
    document = page(f"<script>var a='{SENTENCE}'</script><style>p{{}}</style><!-- x --><p>{SENTENCE}</p>")
    assert document.text.strip() == SENTENCE


def test_blanks_that_wrap_the_source_of_a_page_do_not_part_chinese():
    document = page(
        "<p>全年全市地区生产总值为\n   2479.6亿元，同比增\n  长6.5%，<b>结构</b>持续优化，发展质量稳步提升。</p>"
    )
    assert document.text.strip() == "全年全市地区生产总值为 2479.6亿元，同比增长6.5%，结构持续优化，发展质量稳步提升。"


def test_raised_figures_are_footnote_marks_or_exponents():
    inside = (
        "<p>全年地区生产总值2479.6亿元<sup>2</sup>，增长6.5%<sup>[3]</sup>，面积35km<sup>2</sup>，结构持续优化。</p>"
    )
    assert page(inside).text.strip() == "全年地区生产总值2479.6亿元[2]，增长6.5%[3]，面积35km²，结构持续优化。"


def test_two_figures_one_above_the_other_in_a_cell_stay_two():
    rows = "".join(f"<tr><td>指标{n}</td><td><p>{n}</p><p>{n}.5</p></td></tr>" for n in range(4))
    assert cells(page(f"<p>{SENTENCE}</p><table>{rows}</table>"))[2] == ["指标2", "22.5"]
    assert "2 2.5" in page(f"<p>{SENTENCE}</p><table>{rows}</table>").text


def test_radicals_in_place_of_characters_are_unified():
    document = page("<p>全年⽣产总值2479.6亿元，增⻓6.5%，⼈⺠⽣活持续改善，发展质量稳步提升。</p>")
    assert document.text.strip() == "全年生产总值2479.6亿元，增长6.5%，人民生活持续改善，发展质量稳步提升。"


def test_the_caption_of_a_table_is_its_title():
    rows = "".join(f"<tr><td>指标{n}</td><td>{n}.5</td></tr>" for n in range(4))
    document = page(f"<p>{SENTENCE}</p><table><caption>主要指标</caption>{rows}</table>")
    assert document.tables[0].title == "主要指标"


def test_the_date_below_the_title_counts_not_that_of_today():
    today = "<div>今天是2026年4月20日 星期一</div>"
    document = page(
        f"{today}<h1>{TITLE}</h1><div>2025-03-20 来源：示例市统计局</div><div>" + f"<p>{SENTENCE}</p>" * 3 + "</div>"
    )
    assert (document.published, document.issuer) == ("2025-03-20", "示例市统计局")


def test_a_page_saved_as_one_archive():
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    saved = MIMEMultipart("related")
    saved.attach(MIMEText(f"<html><body><p>{SENTENCE}</p></body></html>", "html", "utf-8"))
    assert body(read_bytes("page.mhtml", saved.as_bytes())) == [("paragraph", SENTENCE)]


def test_menus_are_dropped_and_sentences_outside_the_container_kept():
    menu = "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(30))
    document = page(f"<ul>{menu}</ul><div>{SENTENCE}</div><div>" + f"<p>{SENTENCE}</p>" * 20 + "</div>")
    assert [kind for kind, _ in body(document)] == ["paragraph"] * 21
    assert len(document.dropped) == 30


def test_merged_cells_are_repeated_and_the_unit_row_becomes_the_title():
    table = (
        "<table><tr><td colspan=4>单位：亿元</td></tr>"
        "<tr><td rowspan=2>指标</td><td colspan=2>2024年</td><td rowspan=2>增速</td></tr><tr><td>总量</td><td>比重</td></tr>"
        "<tr><td>一产</td><td>10.5</td><td>5%</td><td>-1.2</td></tr></table>"
    )
    document = page(f"<p>{SENTENCE}</p><p>表1 三次产业</p>{table}<p>{SENTENCE}</p>")
    assert cells(document) == [
        ["指标", "2024年", "2024年", "增速"],
        ["指标", "总量", "比重", "增速"],
        ["一产", "10.5", "5%", "-1.2"],
    ]
    assert document.tables[0].title == "表1 三次产业 单位：亿元"
    assert [cell.header for cell in document.tables[0].cells] == [True] * 8 + [False] * 4
    for cell in document.tables[0].cells:
        assert document.clean[cell.start : cell.end] == cell.text


def test_a_table_used_for_layout_is_text():
    document = page(
        f"<table><tr><td>{SENTENCE}</td><td>{SENTENCE}</td></tr><tr><td>{TITLE}</td><td>x</td></tr></table>"
    )
    assert document.tables == ()


@pytest.mark.parametrize(
    "hostile",
    [
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x;</p>',
        "<div>" * 5000 + SENTENCE,
        "<table>" * 2000 + SENTENCE,
        "<table><tr>" + "<td colspan=100 rowspan=100>1" * 300 + "</table>" + SENTENCE,
        "<html>" + "<b>" * 100_000,
        "<html><body><p>&#0;&#xD800;&#x110000;" + SENTENCE,
    ],
)
def test_hostile_pages_end_in_a_document_or_our_error(hostile):
    begun = time.perf_counter()
    with contextlib.suppress(SourceError):
        assert "root:" not in read_bytes("page.html", hostile.encode()).text
    assert time.perf_counter() - begun < 5


# --- DOCX -------------------------------------------------------------------------------------------------------------


def word(document_xml, **parts):
    """An archive with a body and other parts of word/."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{document_xml}</w:body></w:document>")
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {space}>{xml}</w:{name}>")
    return stream.getvalue()


def paragraph(inside):
    return f"<w:p>{inside}</w:p>"


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_tracked_insertions_count_and_deletions_do_not():
    xml = paragraph(
        run("全年全市地区生产总值为")
        + f"<w:ins>{run('2479.6')}</w:ins><w:del><w:r><w:delText>9999</w:delText></w:r></w:del>"
        + run("亿元，增长6.5%，质量稳步提升。")
    )
    assert body(read_bytes("a.docx", word(xml)))[0][1] == "全年全市地区生产总值为2479.6亿元，增长6.5%，质量稳步提升。"


def test_raised_figures_in_word():
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
    xml = paragraph(run("全年地区生产总值2479.6亿元") + mark + run("，面积35km") + mark + run("，结构持续优化。"))
    assert body(read_bytes("a.docx", word(xml)))[0][1] == "全年地区生产总值2479.6亿元[2]，面积35km²，结构持续优化。"


def test_automatic_numbers_are_written_out():
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    )
    number = '<w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="5"/></w:numPr></w:pPr>'
    xml = "".join(
        paragraph(number.format(level) + run(text)) + paragraph(run(SENTENCE))
        for level, text in ((0, "综合"), (1, "工业"), (1, "农业"), (0, "贸易"), (1, "消费"))
    )
    heads = [text for kind, text in body(read_bytes("a.docx", word(xml, numbering=numbering))) if kind == "heading"]
    assert heads == ["一、综合", "（一）工业", "（二）农业", "二、贸易", "（一）消费"]


def test_merged_cells_of_word_tables():
    def cell(text, props=""):
        return f"<w:tc><w:tcPr>{props}</w:tcPr>{paragraph(run(text)) if text else paragraph('')}</w:tc>"

    rows = [
        cell("指标", '<w:vMerge w:val="restart"/>') + cell("2024年", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("总量") + cell("增速"),
        cell("投资") + cell("12.5") + cell("-3.2"),
    ]
    xml = paragraph(run(SENTENCE)) + "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert cells(read_bytes("a.docx", word(xml))) == [
        ["指标", "2024年", "2024年"],
        ["指标", "总量", "增速"],
        ["投资", "12.5", "-3.2"],
    ]


def test_footnotes_are_set_apart():
    document = read_bytes(
        "a.docx", word(paragraph(run(SENTENCE)), footnotes=f"<w:footnote>{paragraph(run('初步数'))}</w:footnote>")
    )
    assert [(line.text, line.reason) for line in document.dropped] == [("初步数", "footnote")]


def archive(members, *, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as bomb:
        for name, content in members:
            bomb.writestr(name, content)
    return stream.getvalue()


@pytest.fixture(scope="module")
def bombs():
    """Archives just over a limit, each with the finding of its refusal."""
    named = [("word/document.xml", b"<x/>")]
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = archive([*named, ("a", b"1"), ("a", b"2")])
    encrypted = bytearray(archive(named))
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    return {
        "members": (archive([*named, *((f"m{n}", b"") for n in range(2000))]), "2,001 members"),
        "total": (archive([*named, ("big", b"0" * 100_000_001)]), "unpacks to 100 MB"),
        "ratio": (archive([*named, ("packed", b"0" * 2_000_000)]), "packed more than 100 to 1"),
        "twice": (twice, "names a member twice"),
        "encrypted": (bytes(encrypted), "an encrypted archive"),
        "entities": (archive([("word/document.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')]), "type declaration"),
        "broken": (archive([("word/document.xml", b"<w:document>")]), "broken XML"),
        "other": (archive([("mimetype", b"application/epub")]), "neither DOCX nor XLSX"),
    }


@pytest.mark.parametrize("kind", ["members", "total", "ratio", "twice", "encrypted", "entities", "broken", "other"])
def test_archive_bombs_are_refused_at_once(bombs, kind):
    data, finding = bombs[kind]
    begun = time.perf_counter()
    assert finding in refusal("a.docx", data)
    assert time.perf_counter() - begun < 0.1


def test_an_archive_at_the_limits_is_read():
    members = [(f"m{n}", b"") for n in range(1998)]
    with zipfile.ZipFile(io.BytesIO(word(paragraph(run(SENTENCE))))) as source:
        members += [(name, source.read(name)) for name in source.namelist()]
    assert body(read_bytes("a.docx", archive(members))) == [("paragraph", SENTENCE)]


# --- PDF --------------------------------------------------------------------------------------------------------------


def printed(inside, style=""):
    from weasyprint import HTML

    base = (
        '@page { size: A4; margin: 25mm } body { font: 12pt/1.7 "Noto Sans CJK SC" } p { margin: 0; text-indent: 2em }'
    )
    return HTML(string=f"<html lang=zh><style>{base}{style}</style><body>{inside}</body></html>").write_pdf()


def test_running_heads_and_page_numbers_are_dropped():
    document = read_bytes("a.pdf", pdf(ruled=True))
    assert {line.reason for line in document.dropped} == {"running head or foot", "page number"}


def test_a_paragraph_over_two_pages_stays_one():
    document = read_bytes("a.pdf", printed(f"<p>{SENTENCE * 60}</p><p>{SENTENCE}</p>"))
    assert body(document) == [("paragraph", SENTENCE * 60), ("paragraph", SENTENCE)]


def test_two_columns_are_read_one_after_the_other():
    """Lines of two columns at one height would put the figures of one sentence into another."""
    words = ("规上工业增加值", "固定资产投资", "社会消费品零售总额", "出口", "一般公共预算收入", "用电量", "货运量")
    sentences = [
        f"全市{words[n % 7]}{'连续'[: n % 3]}完成{n}.5亿元，比上年增长{n}.2%，为年度计划的{n}%。" for n in range(10, 80)
    ]
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    style = ".c { columns: 2; column-gap: 9mm } @page { @bottom-center { content: '— ' counter(page) ' —' } }"
    document = read_bytes("a.pdf", printed(f"<h1>某市统计公报</h1><div class=c>{paragraphs}</div>", style))
    assert [text for kind, text in body(document) if kind == "paragraph"] == sentences
    assert {line.reason for line in document.dropped} == {"page number"}


def test_a_table_of_two_columns_is_no_page_of_two_columns():
    rows = "".join(f"<tr><td>指标名称{n}</td><td>{n}.5亿元</td></tr>" for n in range(10, 40))
    document = read_bytes("a.pdf", printed(f"<p>{SENTENCE}</p><table>{rows}</table>", "table { width: 100% }"))
    text = "".join(document.text.split())
    assert "指标名称1010.5亿元" in text


def test_a_table_over_two_pages_is_one():
    rows = "".join(f"<tr><td>产品{n}</td><td>万吨</td><td>{n}.5</td></tr>" for n in range(60))
    head = "<tr><th>产品</th><th>单位</th><th>产量</th></tr>"
    style = "table { border-collapse: collapse; width: 100% } td, th { border: 0.5pt solid; padding: 1mm }"
    data = printed(f"<p>{SENTENCE}</p><p>表1：产品产量</p><table><thead>{head}</thead>{rows}</table>", style)
    document = read_bytes("a.pdf", data)
    assert len(document.tables) == 1
    assert cells(document) == [["产品", "单位", "产量"], *([f"产品{n}", "万吨", f"{n}.5"] for n in range(60))]


def test_footnote_marks_never_fuse_into_a_figure():
    data = printed(
        "<p>全年地区生产总值2479.6亿元<sup>2</sup>，增长6.5%<sup>3</sup>，浓度为35微克/m<sup>3</sup>，质量稳步提升。</p>",
        "sup { font-size: 55% }",
    )
    text = read_bytes("a.pdf", data).text.strip()
    assert text == "全年地区生产总值2479.6亿元[2]，增长6.5%[3]，浓度为35微克/m³，质量稳步提升。"


def test_a_table_without_rules_whose_cells_wrap():
    style = "table { width: 80% } td { padding: 1.5mm 3mm; font-size: 10pt; width: 25% }"
    document = read_bytes(
        "a.pdf", printed(f"<p>{SENTENCE}</p><p>表1：主要指标</p>{html_table('')}<p>{SENTENCE}</p>", style)
    )
    assert sum(map(len, cells(document))) >= 26


def test_scans_and_damaged_or_encrypted_files_are_refused():
    from pikepdf import Encryption, Pdf

    scan = printed("<p>&nbsp;</p>")
    message = refusal("scan.pdf", scan)
    assert "a scan" in message
    assert "ocrmypdf" in message
    assert "a damaged PDF" in refusal("a.pdf", b"%PDF-1.7\nnothing")
    stream = io.BytesIO()
    with Pdf.open(io.BytesIO(printed(f"<p>{SENTENCE}</p>"))) as plain:
        plain.save(stream, encryption=Encryption(user="u", owner="o"))
    assert "an encrypted PDF" in refusal("a.pdf", stream.getvalue())


# --- any bytes --------------------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.binary(max_size=600),
    name=st.sampled_from(["a.txt", "a.html", "a.docx", "a.pdf", "a.csv", "a.xlsx", "a.md"]),
)
def test_any_bytes_give_a_document_or_our_error(name, data):
    try:
        document = read_bytes(name, data)
    except SourceError:
        return
    assert len(document.clean) == len(document.text)


_PIECES = [
    "表1：",
    "指标",
    "单位",
    "1",
    "2",
    "3",
    "%",
    "（",
    "——",
    "一、",
    "|",
    "\t",
    "  ",
    "\n",
    "\r\n",
    "。",
    "2023年",
    "<td>",
    "**",
    "---",
    "\u3000",
    "５",
    "增长",
]


@settings(max_examples=300, deadline=None)
@given(
    text=st.lists(st.sampled_from(_PIECES), max_size=120).map("".join),
    name=st.sampled_from(["a.txt", "a.md", "a.html"]),
)
def test_any_text_of_the_genre_is_covered_by_blocks_and_dropped_lines(name, text):
    try:
        document = read_bytes(name, (text + SENTENCE).encode())
    except SourceError:
        return
    spans = [(b.start, b.end) for b in document.blocks] + [(d.start, d.end) for d in document.dropped]
    covered = {i for start, end in spans for i in range(start, end)}
    assert sum(end - start for start, end in spans) == len(covered)
    marks = "*_`|#->+" if name == "a.md" else ""
    assert all(i in covered for i, char in enumerate(document.clean) if char.strip(" \n" + marks))


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.8, 0.99])
def test_a_docx_or_pdf_cut_off_is_refused_or_read(cut):
    for name, data in (("a.docx", docx()), ("a.pdf", pdf(ruled=False))):
        with contextlib.suppress(SourceError):
            assert read_bytes(name, data[: int(len(data) * cut)]).blocks


def test_a_budget_report_with_heads_in_two_rows_and_a_table_with_three_rules():
    budget = (
        "<table class=r><tr><td rowspan=2>项目</td><td colspan=2>2023年</td><td colspan=2>2024年</td></tr>"
        "<tr><td>预算数</td><td>执行数</td><td>预算数</td><td>为上年%</td></tr>"
        "<tr><td>税收收入</td><td>1000.5</td><td>1100</td><td>—</td><td>-3.1</td></tr></table>"
    )
    lines = [
        ["指标", "单位", "总量", "比上年增长（%）"],
        ["第一产业", "亿元", "23.4", "-1.5"],
        ["第二产业", "亿元", "43.4", "1.5"],
    ]
    lines += [["第三产业", "亿元", "63.4", "持平"], ["合计", "", "130.2", "0.6"]]
    three = (
        "<table class=t>"
        + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in lines)
        + "</table>"
    )
    style = (
        ".r td { border: 0.5pt solid } .t tr:first-child td { border-top: 1pt solid; border-bottom: 0.5pt solid }"
        "table { border-collapse: collapse; width: 100% } .t { border-bottom: 1pt solid } h1 { text-align: center }"
        ".c { text-align: center } .s { text-align: right } @page { @bottom-right { content: '第 ' counter(page) ' 页' } }"
    )
    inside = (
        "<h1>关于示例市2023年财政预算执行情况<br>和2024年财政预算草案的报告</h1><p class=c>示例市财政局局长　张三</p>"
        f"<p>{SENTENCE}</p><p class=c>表1：预算收入</p><p class=s>单位：万元</p>{budget}<p>{SENTENCE * 3}</p>"
        f"<p class=c>表2：主要指标</p>{three}<p>{SENTENCE}</p><p class=c>图1 2019-2023年收入</p><p>{SENTENCE}</p>"
        "<p class=s>示例市财政局</p><p class=s>2024年1月20日</p>"
    )
    document = read_bytes("a.pdf", printed(inside, style))
    assert document.title == "关于示例市2023年财政预算执行情况和2024年财政预算草案的报告"
    assert (document.issuer, document.published) == ("示例市财政局", "2024-01-20")
    assert [(table.title, table.recovered) for table in document.tables] == [
        ("表1：预算收入 单位：万元", "ruled"),
        ("表2：主要指标", "unruled"),
    ]
    assert cells(document)[:2] == [
        ["项目", "2023年", "2023年", "2024年", "2024年"],
        ["项目", "预算数", "执行数", "预算数", "为上年%"],
    ]
    second = [cell.text for cell in document.tables[1].cells]
    assert second == [text for row in lines for text in row]
    assert ("caption", "图12019-2023年收入") in body(document)
    assert "图1 2019" in document.text


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_pages_that_are_turned_read_the_same(quarters):
    from pikepdf import Pdf

    width, height = 595.28, 841.89
    turn = {
        0: "1 0 0 1 0 0",
        1: f"0 1 -1 0 {height} 0",
        2: f"-1 0 0 -1 {width} {height}",
        3: f"0 -1 1 0 0 {width}",
    }[quarters]
    style = "table { border-collapse: collapse } td { border: 0.5pt solid; padding: 1mm }"
    stream = io.BytesIO()
    with Pdf.open(io.BytesIO(printed(f"<p>{SENTENCE}</p>{html_table('')}<p>{SENTENCE}</p>", style))) as turned:
        sheet = turned.pages[0]
        sheet.MediaBox = [0, 0, height, width] if quarters % 2 else [0, 0, width, height]
        sheet.contents_add(f"{turn} cm".encode(), prepend=True)
        sheet.Rotate = 90 * quarters
        turned.save(stream)
    document = read_bytes("a.pdf", stream.getvalue())
    assert [text for kind, text in body(document) if kind == "paragraph"] == [SENTENCE, SENTENCE]
    assert sum(map(len, cells(document))) == 28
