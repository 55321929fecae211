"""A list of references as people keep them: one column, a heading or none, and rubbish named by its row."""

from __future__ import annotations

import pytest

from ehc_workflow.importing.faults import UnreadableFileError
from ehc_workflow.importing.references import references_of

ONE, TWO = "EHC-7K2Q9-XFM4D", "EHC-AAAAA-BBBBB"


@pytest.mark.parametrize(
    "content",
    [
        f"{ONE}\n{TWO}\n".encode(),
        f"Reference\r\n{ONE}\r\n{TWO}".encode("utf-8-sig"),
        f"Case reference;\n{ONE};\n{TWO};\n".encode("cp1252"),
        f"{ONE}\n\n{TWO}\n".encode("utf-16"),
        f"  {ONE.lower()}\n\N{NO-BREAK SPACE}{TWO}\n".encode(),
    ],
    ids=["plain", "heading and mark", "semicolons", "utf-16", "blanks and small letters"],
)
def test_a_list_is_read_as_it_was_saved(content: bytes) -> None:
    read = references_of(content)
    assert list(read.rows) == [ONE, TWO]
    assert read.faults == ()


def test_rubbish_is_named_by_its_row_and_the_rest_is_read() -> None:
    rows = ["Reference", ONE, "Robin Example", '"=1+1"', ONE, f'{TWO},"Robin"', "n/a", TWO]
    read = references_of("\n".join(rows).encode())
    assert read.rows == {ONE: 2, TWO: 8}
    assert [str(fault) for fault in read.faults] == [
        "Row 3, reference: is no reference (Robin Example).",
        "Row 4, reference: holds a formula (=1+1); save the values instead.",
        f"Row 5, reference: {ONE} stands in row 2 already.",
        "Row 6, reference: holds more than one cell; keep the column of references alone.",
    ]


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\xff\xfea", b"EHC\x00", b'"EHC-1'])
def test_what_is_no_text_is_refused_whole(content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        references_of(content)
