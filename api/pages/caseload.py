"""Over many cases: the caseload as known on a past day, and where the days of a year went."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.deps import ReadContext, Reads
from api.pages.as_known import NOT_A_DAY
from api.pages.days import WORDS
from api.pages.manager import MANAGERS, managed
from api.pages.page import Link, Page
from api.pages.reasons import reason_for
from api.pages.timeliness import years_to
from ehc_workflow.dates.written import read_day
from ehc_workflow.domain.days import rounded
from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.rules.ladders import LEVELS
from ehc_workflow.service.caseload_as_known import Known, KnownCase, caseload_as_known
from ehc_workflow.service.days_summed import DaysOfCaseload, Summed, days_of_caseload
from ehc_workflow.store import organisation
from ehc_workflow.store.queries.as_known import number_on_file

pages = APIRouter()
navigation = [
    Link(
        "Where the days went",
        "/days",
        8,
        MANAGERS,
        under="/manager",
        hint="What the cases that ended waited for.",
    )
]
SHOWN = 100
MOST_ON_A_PAGE = 10_000
"""Cases that a page makes again while somebody waits: about 0.7 seconds for each thousand."""
TOO_MANY = (
    "There are too many cases to make again while you wait. Ask whoever runs this system for "
    "`ehc report caseload --on DAY`."
)


@pages.get("/days")
def days_page(page: Page, reads: Reads, year: str = "") -> HTMLResponse:
    """Where the days of the cases that ended in a calendar year went; any other year given shows this year."""
    page.only_for(*MANAGERS)
    years = years_to(reads.today)
    chosen = year if year in years else years[0]
    found = days_of_caseload(
        reads.connection,
        managed(reads),
        reads.policy,
        first_day=date(int(chosen), 1, 1),
        last_day=date(int(chosen), 12, 31),
    )
    names = _team_names(reads)
    teams = sorted((names.get(team, ""), parts(one), one) for team, one in found.by_team.items())
    return page.show(
        "manager/days.html",
        year=chosen,
        years=[(one, one) for one in years],
        found=found.in_all,
        parts=parts(found.in_all),
        late=rounded(found.late),
        services=_by_service(reads, found),
        teams=teams if len(teams) > 1 else [],
    )


def _by_service(reads: ReadContext, found: DaysOfCaseload) -> list[tuple[str, int, int]]:
    """Each service with the days it was waited for and those after its last day, the latest first."""
    names = dict(organisation.services(reads.connection))
    rows = (
        (names.get(service, ""), round(one.days), round(one.late))
        for service, one in found.by_service.items()
    )
    return sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))


def parts(summed: Summed) -> list[tuple[str, str, int, float]]:
    """Each cause with its words, its whole days, and its days for each case."""
    return [
        (cause.value, WORDS[cause], days, summed.mean(cause))
        for cause, days in summed.whole.items()
    ]


@pages.get("/caseload/as-known-on")
def as_known_page(page: Page, reads: Reads, day: str = "") -> HTMLResponse:
    """The caseload at the end of a past day as it was known then, made again from the log."""
    page.only_for(*MANAGERS)
    known, problem = None, ""
    if day and number_on_file(reads.connection, managed(reads)) > MOST_ON_A_PAGE:
        problem = TOO_MANY
    elif day:
        try:
            known = caseload_as_known(
                reads.connection, managed(reads), read_day(day), today=reads.today
            )
        except ImpossibleFactsError as error:
            problem = error.errors[0].detail
        except ValueError:
            problem = NOT_A_DAY
    return page.show(
        "manager/as_known.html",
        written=day,
        problem=problem,
        known=known,
        levels=[(level.value, known.by_level[level]) for level in reversed(LEVELS)]
        if known
        else [],
        teams=_by_team(known, _team_names(reads)) if known else [],
        shown=[(one, _reason(one, known)) for one in known.owed[:SHOWN]] if known else [],
        in_time=sum(plan.in_time for plan in known.plans) if known else 0,
        status=422 if problem else 200,
    )


def _reason(one: KnownCase, known: Known) -> str:
    if one.reason is None:
        return "Nothing due"
    return reason_for(one.reason, known.day)


def _by_team(known: Known, names: dict[str, str]) -> list[tuple[str, list[int]]]:
    return sorted(
        (names.get(team, ""), [found[level] for level in reversed(LEVELS)])
        for team, found in known.by_team.items()
    )


def _team_names(reads: ReadContext) -> dict[str, str]:
    seats = {seat.authority_id for seat in reads.actor.seats}
    found = (organisation.teams(reads.connection, one) for one in sorted(seats))
    return {team_id: name for teams in found for team_id, name in teams}
