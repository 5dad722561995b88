"""Tables of figures written by people, as CSV and XLSX."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from support_read import REPOSITORY

from briefing.errors import SourceError
from briefing.read import read, read_bytes
from briefing.read.columns import decimal_text, period_text

HEAD = "region,indicator,period,value,unit\n"


def rows(document):
    """The rows of the only table below its heads, each a mapping from column to text."""
    (table,) = document.tables
    grid = [["" for _ in range(table.columns)] for _ in range(table.rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = cell.text
    return [dict(zip(grid[0], row, strict=True)) for row in grid[1:]]


def refusal(name, data):
    with pytest.raises(SourceError) as caught:
        read_bytes(name, data)
    return [str(problem) for problem in caught.value.problems]


def test_english_and_chinese_heads_give_the_same_rows():
    english = read_bytes("a.csv", (HEAD + "示例市,地区生产总值,2024,2467.9,亿元\n").encode())
    chinese = read_bytes(
        "a.csv", "地区,指标,时期,数值,单位\n示例市,地区生产总值,2024年,2467.9,亿元\n".encode("gb18030")
    )
    wanted = [
        {
            "ref_area": "示例市",
            "indicator_zh": "地区生产总值",
            "time_period": "2024",
            "value": "2467.9",
            "unit_zh": "亿元",
        }
    ]
    assert rows(english) == rows(chinese) == wanted
    assert chinese.encoding == "gb18030"


def test_every_cell_points_at_itself_as_written():
    document = read_bytes("a.csv", (HEAD + '示例市,一般公共预算收入,2024年1-10月,"２,467.90",亿元\n').encode())
    (table,) = document.tables
    written = {cell.text: document.text[cell.start : cell.end] for cell in table.cells if cell.row}
    assert written["2024-01/2024-10"] == "2024年1-10月"
    assert written["2467.90"] == "２,467.90"


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2024", "2024"),
        ("2024年", "2024"),
        ("2024年10月", "2024-10"),
        ("2024-1", "2024-01"),
        ("202403", "2024-03"),
        ("2024年1-10月", "2024-01/2024-10"),
        ("2024-01/2024-02", "2024-01/2024-02"),
        ("2024Q3", "2024-Q3"),
        ("2024年第三季度", "2024-Q3"),
        ("2024年上半年", "2024-H1"),
        ("2024年前三季度", "2024-01/2024-09"),
        ("2024年13月", ""),
        ("去年", ""),
        ("2024年10-3月", ""),
    ],
)
def test_periods(written, period):
    assert period_text(written)[0] == period


@pytest.mark.parametrize(
    ("written", "value"), [("-3.2", "-3.2"), ("1,234,567", "1234567"), ("5.0", "5.0"), ("1.5e3", "1500"), ("约5", "")]
)
def test_values_keep_their_figures(written, value):
    assert decimal_text(written)[0] == value


def test_words_of_closed_lists_become_ours():
    head = "地区,指标,时期,数值,单位,指标类型,对比,性质\n"
    (row,) = rows(read_bytes("a.csv", (head + "示例市,工业增加值,2024,5.3,%,增速,同比,目标\n").encode()))
    assert (row["measure"], row["comparison"], row["role"]) == ("growth", "yoy", "target")


def test_all_problems_come_at_once_with_file_row_and_column():
    data = HEAD + "示例市,地区生产总值,2024,很多,亿元\n示例市,进出口总额,二月,5,亿元\n,就业人数,2024,5,万人\n"
    assert refusal("a.csv", data.encode()) == [
        "a.csv:2:4: “很多”; expected a number such as 2467.9 (the unit in its own column). Correct the column value",
        "a.csv:3:3: “二月”; expected a period such as 2024, 2024-10, 2024-01/2024-10, 2024-Q3 or 2024-H1. Correct the column period",
        "a.csv:4:1: an empty cell; expected a text. Correct the column region",
    ]


def test_a_missing_column_is_named():
    (message,) = refusal("a.csv", "region,indicator,period,value\n示例市,人口,2024,5\n".encode())
    assert message.startswith("a.csv:1: no column unit; expected the columns region (地区)")


def test_an_unknown_unit_and_a_figure_given_twice_are_refused():
    data = HEAD + "示例市,人口,2024,5,万丈\n示例市,岗位,2024,6,万个\n示例市,岗位,2024,7,万个\n"
    first, second = refusal("a.csv", data.encode())
    assert first.startswith("a.csv:2:5: “万丈”; expected a unit")
    assert second.startswith("a.csv:4: the same figure as row 3")


def test_a_value_may_be_missing_only_in_a_target():
    head = "region,indicator,period,value,unit,role\n"
    assert rows(read_bytes("a.csv", (head + "示例市,居民收入,2024,,%,target\n").encode()))[0]["value"] == ""
    (message,) = refusal("a.csv", (head + "示例市,居民收入,2024,,%,actual\n").encode())
    assert message.startswith("a.csv:2:4: no value")


def test_rows_above_the_heads_and_unknown_columns_are_said():
    data = "示例市主要指标\n\nregion,indicator,period,value,unit,evidence\n示例市,人口,2024,5,万人,x\n"
    document = read_bytes("a.csv", data.encode())
    assert [(line.text, line.reason) for line in document.dropped] == [("示例市主要指标", "above the column names")]
    assert document.title == "示例市主要指标"
    assert document.warnings == ("columns not read: evidence",)


def workbook(*lines, formats=()):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for line in lines:
        sheet.append(line)
    for place, form in formats:
        sheet[place].number_format = form
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_xlsx_gives_stored_numbers_shown_percentages_and_dates_as_months():
    data = workbook(
        ["地区", "指标", "时期", "数值", "单位"],
        ["示例市", "一般公共预算收入", datetime(2024, 10, 1, tzinfo=UTC).replace(tzinfo=None), 242.1, "亿元"],
        ["示例市", "工业增加值", "2024-10", 0.056, "%"],
        formats=[("D3", "0.0%")],
    )
    first, second = rows(read_bytes("a.xlsx", data))
    assert (first["time_period"], first["value"]) == ("2024-10", "242.1")
    assert second["value"] == "5.6"


def test_xlsx_errors_name_the_sheet():
    data = workbook(["地区", "指标", "时期", "数值", "单位"], ["示例市", "人口", "2024", "多", "万人"])
    (message,) = refusal("a.xlsx", data)
    assert message.startswith("a.xlsx:Sheet:2:4: “多”")


@pytest.mark.parametrize("count", [5000, 5001])
def test_at_most_five_thousand_rows(count):
    data = (HEAD + "".join(f"示例市,指标{n},2024,{n},万人\n" for n in range(count))).encode()
    if count > 5000:
        assert refusal("a.csv", data)[0].startswith("a.csv: more than 5,000 rows")
    else:
        assert len(rows(read_bytes("a.csv", data))) == 5000


@pytest.mark.parametrize("path", sorted((REPOSITORY / "sources" / "china").glob("*.csv")), ids=lambda path: path.stem)
def test_the_national_sample_reads(path):
    for row in rows(read(path)):
        assert row["ref_area"] == "全国"
        assert path.stem in row["time_period"] or row["time_period"].startswith("2024-Q")
