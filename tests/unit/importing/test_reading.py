"""A file's bytes to rows: every way a spreadsheet saves it, and every way a file can be broken."""

from __future__ import annotations

import io
import zipfile

import pytest

from ehc_workflow.importing import columns as k
from ehc_workflow.importing.decoding import text_of
from ehc_workflow.importing.faults import Fault, UnreadableFileError, rows_in_words
from ehc_workflow.importing.reading import Row, rows_of
from tests.unit.importing.sheet import filled, sheet


def read(content: bytes) -> list[Row]:
    return list(rows_of(text_of(content)))


def refusal(content: bytes) -> tuple[Fault, ...]:
    with pytest.raises(UnreadableFileError) as refused:
        read(content)
    return refused.value.faults


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_a_spreadsheet_saves_is_read(encoding: str, separator: str) -> None:
    row = read(
        sheet(
            filled(First_name="Zoë", Last_name="O’Made-up"), encoding=encoding, separator=separator
        )
    )[0]
    assert row.faults == ()
    assert row[k.GIVEN_NAME] == "Zoë"
    assert row[k.FAMILY_NAME] == "O’Made-up"
    assert row[k.UPN] == ""
    assert row[k.LOGGED] is None


def test_utf_16_of_the_other_byte_order_is_read() -> None:
    content = b"\xfe\xff" + sheet(filled(First_name="Zoë")).decode().encode("utf-16-be")
    assert read(content)[0][k.GIVEN_NAME] == "Zoë"


def test_a_line_that_names_the_separator_is_no_row() -> None:
    row = read(b"sep=;\r\n" + sheet(filled(First_name="Rob;in"), separator=";"))[0]
    assert (row.number, row[k.GIVEN_NAME]) == (2, "Rob;in")


def test_rows_are_numbered_as_the_spreadsheet_does_it() -> None:
    text = sheet(filled(Contact_address="1 Made-up Street\nInventon"), filled()).decode()
    head, _, rest = text.partition("\r\n")
    rows = read(f"{head}\r\n\r\n,,,\r\n{rest}".encode())
    assert [row.number for row in rows] == [4, 5]


def test_columns_may_stand_in_any_order_under_any_capitals() -> None:
    turned = dict(reversed(list(filled().items())))
    content = (
        sheet(turned)
        .replace(b"Date of birth", b"DATE-OF_BIRTH")
        .replace(b"First name", b"Forename")
    )
    assert read(content)[0].faults == ()


def test_empty_columns_and_cells_to_the_right_do_no_harm() -> None:
    text = sheet(filled()).decode().replace("\r\n", ",,,\r\n")
    assert read(text.encode())[0].faults == ()


def test_a_value_under_no_heading_is_a_fault() -> None:
    lines = sheet(filled()).decode().splitlines()
    faults = read(f"{lines[0]}\r\n{lines[1]},,stray".encode())[0].faults
    assert [(fault.column, fault.why) for fault in faults] == [
        ("the whole row", "'stray' stands in a column without a heading")
    ]


def test_a_short_row_lacks_what_it_lacks() -> None:
    faults = read(sheet(filled()).splitlines()[0] + b"\r\n,Robin\r\n")[0].faults
    assert {fault.column for fault in faults} >= {"Last name", "Received", "State"}
    assert {fault.why for fault in faults} == {"is empty"}


def test_every_fault_of_a_row_is_named() -> None:
    row = read(
        sheet(filled(Received="31/02/2026", Date_of_birth="45987", First_name="=A1", State="lost"))
    )[0]
    assert [fault.column for fault in row.faults] == [
        "First name",
        "Date of birth",
        "Received",
        "State",
    ]


def test_a_missing_column_and_one_unknown_are_both_named() -> None:
    content = sheet(filled()).replace(b"Received", b"Arrived")
    assert [(fault.rows, fault.column) for fault in refusal(content)] == [
        ((1,), "Received"),
        ((1,), "Arrived"),
    ]


def test_a_heading_that_stands_twice_is_named() -> None:
    (fault,) = refusal(sheet(filled(Setting="A", School="B")))
    assert fault.column == "School or setting"


@pytest.mark.parametrize("content", [b"", b"\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_lacks_its_headings(content: bytes) -> None:
    assert "First name" in {fault.column for fault in refusal(content)}


def test_a_workbook_with_another_name_is_recognised() -> None:
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "workbook" in refusal(workbook.getvalue())[0].why
    assert "workbook" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))[0].why


def test_a_zero_byte_is_named_by_its_line() -> None:
    (fault,) = refusal(sheet(filled(), filled(First_name="Ro\0bin")))
    assert fault.rows == (3,)


def test_two_encodings_in_one_file_are_named_by_line_and_never_guessed_at() -> None:
    good = sheet(filled(First_name="Zoë"), filled(First_name="Chloé"))
    spoilt = good.replace("Chloé".encode(), "Chloé".encode("cp1252"))
    (fault,) = refusal(spoilt)
    assert fault.rows == (3,)
    (fault,) = refusal(b"\xef\xbb\xbf" + spoilt)
    assert fault.rows == (3,)


def test_a_byte_of_no_encoding_is_named_by_its_line() -> None:
    (fault,) = refusal(sheet(filled(), filled()).replace(b"Example,04", b"Ex\x81mple,04", 1))
    assert fault.rows == (2,)


def test_a_quotation_mark_that_never_closes_is_named_by_its_line() -> None:
    lines = sheet(filled(), filled(), filled()).decode().splitlines()
    lines[2] = lines[2].replace("Robin", '"Robin')
    (fault,) = refusal("\r\n".join(lines).encode())
    assert fault.rows == (3,)
    assert "quotation marks" in fault.why


def test_a_field_too_long_to_hold_is_named_by_its_line() -> None:
    (fault,) = refusal(sheet(filled(), filled(First_name="x" * 200_000)))
    assert fault.rows == (3,)


def test_faults_name_their_rows_in_words() -> None:
    assert rows_in_words([7]) == "Row 7"
    assert rows_in_words([7, 9]) == "Rows 7 and 9"
    assert rows_in_words(range(1, 41)) == "Rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 30 more"
    assert str(Fault((7,), "Received", "is empty")) == "Row 7, Received: is empty."
