"""Bytes to a table, whatever an HR system or a person makes of them (PE-07)."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.people.errors import UnreadableFile
from portal.people.roster.columns import COLUMNS, guessed_mapping, missing_columns
from portal.people.roster.reading import MAX_ROWS, read_table

pytestmark = pytest.mark.feature("PE-07")

DATA = Path(__file__).parents[2] / "data"
HEADER = "employee_id,email,given_name,family_name"


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_names_survive_when_encoding_differs(encoding):
    text = f"{HEADER}\r\nE1,zoe@camden.example,Zoë,O'Brien-Müller\r\n"

    table = read_table(text.encode(encoding))

    assert table.rows[0][1][2:] == ("Zoë", "O'Brien-Müller")


def test_polish_names_survive_when_file_is_central_european():
    names = ["Łucja", "Wiśniewska", "Błażej", "Dołęga", "Żaneta", "Gąsior", "Święta", "Źródło"]
    text = (
        HEADER
        + "\r\n"
        + "".join(f"E{i},a{i}@camden.example,{name},{name}\r\n" for i, name in enumerate(names))
    )

    table = read_table(text.encode("cp1250"))

    assert [row[2] for _, row in table.rows] == names


@pytest.mark.parametrize(
    ("separator", "word"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
)
def test_separator_is_found(separator, word):
    text = f"{HEADER}\nE1,a@camden.example,Ann,Lee\n".replace(",", separator)

    table = read_table(text.encode())

    assert word in table.read_as
    assert table.header == tuple(HEADER.split(","))


def test_row_numbers_are_those_of_the_spreadsheet_when_cells_hold_lines_and_rows_are_blank():
    text = f'{HEADER},job_role\nE1,a@x.example,Ann,Lee,"Social worker\n(nights)"\n\n,,,,\nE2,b@x.example,Bo,Li,x\n'

    table = read_table(text.encode())

    assert [number for number, _ in table.rows] == [2, 5]
    assert table.rows[0][1][4] == "Social worker\n(nights)"


def test_header_is_found_below_a_title():
    table = read_table(f"Staff list,,,\nas of today,,,\n{HEADER}\nE1,a@x.example,Ann,Lee\n".encode())

    assert table.header[0] == "employee_id"
    assert [number for number, _ in table.rows] == [4]


def test_workbook_reads_like_a_csv():
    data = workbook(
        ("Employee No", "Forename", "Surname", "Start Date", "FTE", "Caseload Holding"),
        (1234, "Zoë", "Nguyễn", datetime(2026, 4, 1), 0.8, True),
        ("0077", "Bo", '=HYPERLINK("http://evil.example")', date(2026, 4, 2), 1, None),
    )

    table = read_table(data)

    assert table.rows[0][1] == ("1234", "Zoë", "Nguyễn", "2026-04-01", "0.8", "yes")
    assert table.rows[1][1][2].startswith("=HYPERLINK")
    assert table.read_as == "Excel workbook"


def _zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), data)
    return stream.getvalue()


BOMB = b"0" * (200 * 1024 * 1024)
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><workbook>&c;</workbook>"""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"%PDF-1.7 ...", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x7fELF\x00\x01\x02", "cannot read this file"),
        (b"<html><table><tr><td>email</td></tr></table>", "web page"),
        (b"just one column\nand another line\n", "only one column"),
        (f'{HEADER}\nE1,"a@x.example,Ann,Lee\n'.encode(), "quotation marks do not match"),
        (b"," * 150 + b"\n" + b"a,b\n", "more than 100 columns"),
        (_zip(word__document_xml=b"<x/>"), "not an Excel workbook"),
        (_zip(xl__workbook_xml=b"<x/>", xl__vbaProject_bin=b"x"), "macros"),
        (_zip(xl__workbook_xml=LAUGHS), "damaged"),
        (_zip(xl__workbook_xml=b"<not xml"), "damaged"),
        (b"PK\x03\x04 torn", "cannot read this file"),
    ],
)
def test_file_is_refused_with_what_to_do_when_it_is_no_table(data, words):
    with pytest.raises(UnreadableFile, match=words):
        read_table(data)


def test_zip_bomb_is_refused_before_it_is_unpacked():
    data = _zip(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=BOMB)

    with pytest.raises(UnreadableFile, match="unpacks to far more"):
        read_table(data)


def test_file_is_refused_when_it_has_too_many_rows():
    data = (HEADER + "\n" + "E,a@x.example,Ann,Lee\n" * (MAX_ROWS + 20)).encode()

    with pytest.raises(UnreadableFile, match="more than 200,000 rows"):
        read_table(data)


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_reading_never_fails_otherwise(data):
    with suppress(UnreadableFile):
        assert read_table(data).header


def test_columns_are_guessed_from_names_that_systems_use():
    names = (
        "Employee No;Work Email;Forename;Surname;Job Title;Department;Team;"
        "Line Manager Email;Date Started;Leaver;Caseload;WTE"
    )

    mapping = guessed_mapping(names.split(";"))

    assert mapping == {column: place for place, column in enumerate(COLUMNS)}


def test_exact_name_wins_over_an_alias():
    assert guessed_mapping(["Position", "job_role", "mail", "email"]) == {"email": 3, "job_role": 1}


def test_missing_columns_are_named():
    assert missing_columns({"email": 0}) == ["Given name", "Family name"]
    assert missing_columns({"given_name": 0, "family_name": 1}) == ["Employee number or Work email"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("roster-camden.csv", "UTF-8, separated by commas"),
        ("roster-camden-semicolon-latin1.csv", "Windows-1252 (Latin), separated by semicolons"),
        ("roster-havering.csv", "UTF-8, separated by commas"),
    ],
)
def test_the_rosters_of_the_demonstration_are_read(name, words):
    table = read_table((DATA / name).read_bytes())

    assert words in table.read_as
    assert len(guessed_mapping(table.header)) == 12
