"""A file of closures: what is read, and every way a row can be wrong, named by row, column and reason."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.importing.closures import ClosurePlan, read_closures
from ehc_workflow.importing.faults import UnreadableFileError
from ehc_workflow.store.organisation import ClosureOnFile

SETTINGS = {"larkrise school": ["lark"], "quayside school": ["quay"], "st anne's": ["one", "two"]}
SUMMER = (date(2026, 7, 22), date(2026, 9, 2))
HEADINGS = "Setting,First closed day,Reopens on"


def planned(
    *rows: str,
    on_file: dict[str, list[tuple[date, date]]] | None = None,
    replace: bool = False,
) -> ClosurePlan:
    """The plan of a file with these rows."""
    content = "\r\n".join((HEADINGS, *rows)).encode()
    kept = {
        setting: [ClosureOnFile(*days) for days in all_]
        for setting, all_ in (on_file or {}).items()
    }
    return read_closures(content, SETTINGS, kept, replace=replace)


def test_days_are_read_day_first_and_iso() -> None:
    plan = planned("Larkrise School,22/07/2026,2/9/26", "quayside  SCHOOL,2026-07-22,2 Sep 2026")
    assert not plan.refused
    assert [(each.service_id, *each[2:4]) for each in plan.new] == [
        ("lark", *SUMMER),
        ("quay", *SUMMER),
    ]
    assert [each.days for each in plan.new] == [42, 42]


def test_one_closure_may_begin_on_the_day_another_ends() -> None:
    plan = planned("Larkrise School,22/07/2026,02/09/2026", "Larkrise School,2/9/2026,4/9/2026")
    assert not plan.refused


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            "Larkrise School,02/09/2026,22/07/2026",
            "Row 2, Reopens on: 22 July 2026 is not after the first closed day, 2 September 2026.",
        ),
        (
            "Larkrise School,22/07/2026,22/07/2026",
            "Row 2, Reopens on: 22 July 2026 is not after the first closed day, 22 July 2026.",
        ),
        (
            "Larkrise School,22/07/2026,02/09/2062",
            "Row 2, Reopens on: is 13191 days after the first closed day; look at the years.",
        ),
        ("Larkrise School,22/07/2026,", "Row 2, Reopens on: is empty."),
        (",22/07/2026,02/09/2026", "Row 2, Setting: is empty."),
        (
            "Nowhere School,22/07/2026,02/09/2026",
            "Row 2, Setting: 'Nowhere School' is no setting known here; `ehc user service` makes one.",
        ),
        (
            "St Anne’s,22/07/2026,02/09/2026",
            "Row 2, Setting: 'St Anne’s' is the name of 2 settings; give each a name of its own first.",
        ),
        (
            "Larkrise School,31/06/2026,02/09/2026",
            "Row 2, First closed day: is not a real date (31/06/2026).",
        ),
        (
            "Larkrise School,summer,02/09/2026",
            "Row 2, First closed day: is not a date (summer); write it like 12/01/2026 or 2026-01-12.",
        ),
    ],
)
def test_a_wrong_row_is_named(row: str, fault: str) -> None:
    assert [str(each) for each in planned(row).faults] == [fault]


def test_everything_wrong_with_a_row_is_named_at_once() -> None:
    plan = planned("Nowhere School,22/07/2026,")
    assert [(each.rows, each.column) for each in plan.faults] == [
        ((2,), "Reopens on"),
        ((2,), "Setting"),
    ]


def test_the_same_closure_twice_is_named_by_both_rows() -> None:
    row = "Larkrise School,22/07/2026,02/09/2026"
    (fault,) = planned(row, "Quayside School,22/07/2026,02/09/2026", row).faults
    assert str(fault).startswith("Rows 2 and 4, the whole row: are the same closure twice")


def test_every_two_rows_that_overlap_are_named() -> None:
    plan = planned(
        "Larkrise School,22/07/2026,02/09/2026",
        "Larkrise School,01/08/2026,10/08/2026",
        "Larkrise School,01/09/2026,10/09/2026",
    )
    assert [fault.rows for fault in plan.faults] == [(2, 3), (2, 4)]
    assert all("overlap" in fault.why for fault in plan.faults)


def test_a_closure_on_file_is_not_written_again() -> None:
    plan = planned("Larkrise School,22/07/2026,02/09/2026", on_file={"lark": [SUMMER]})
    assert (plan.new, plan.already_here, plan.refused) == ([], 1, False)


def test_a_closure_that_overlaps_one_on_file_is_refused_unless_it_replaces_it() -> None:
    row, on_file = "Larkrise School,22/07/2026,03/09/2026", {"lark": [SUMMER]}
    (fault,) = planned(row, on_file=on_file).faults
    assert "(from 22 July 2026, reopening on 2 September 2026); --replace" in fault.why
    plan = planned(row, on_file=on_file, replace=True)
    assert [each[2:4] for each in plan.replaced] == [SUMMER]
    assert [each.reopening_day for each in plan.new] == [date(2026, 9, 3)]


def test_one_on_file_that_gives_way_to_two_is_taken_away_once() -> None:
    rows = ("Larkrise School,22/07/2026,01/08/2026", "Larkrise School,20/08/2026,03/09/2026")
    plan = planned(*rows, on_file={"lark": [SUMMER]}, replace=True)
    assert (len(plan.new), len(plan.replaced)) == (2, 1)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"Setting,First closed day\r\nx,1/1/2026", "there is no column of this name"),
        (HEADINGS.encode() + b",Notes\r\nx,1/1/2026,2/1/2026,y", "nothing is known of such"),
        (HEADINGS.encode(), "there are no rows"),
        (b"PK\x03\x04rest", "this is a workbook"),
        (b"", "there is no column"),
    ],
)
def test_a_file_that_is_no_list_of_closures_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableFileError, match=why):
        read_closures(content, SETTINGS, {}, replace=False)
