"""An existing report that its author finds enough: what it is, and what the authority and the family say (reg 6(4))."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, ReadContext, Reads
from api.pages.advice_answers import form_page
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.pages.request_actions import asked, open_for
from api.pages.reuse_words import purpose_of, report_in_words
from ehc_workflow.domain.case import ReuseAgreement
from ehc_workflow.domain.commands import RecordReuse
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.service.desk import RequestFile
from ehc_workflow.store.queries.timeline import timeline

pages = APIRouter()


class Said(StrEnum):
    """What one of the three says."""

    ENOUGH = "enough"
    NOT_ENOUGH = "not_enough"
    NOT_YET = "not_yet"


MEANT = {Said.ENOUGH: True, Said.NOT_ENOUGH: False, Said.NOT_YET: None}
AS_SAID = {meant: said for said, meant in MEANT.items()}
WORDS: dict[str, str] = {
    Said.ENOUGH: "Yes, it is enough",
    Said.NOT_ENOUGH: "No: new advice is needed",
    Said.NOT_YET: "They have not said yet",
}


class ReuseForm(PageForm):
    """What the authority and the family say to a report that its author finds enough."""

    authority: Said = question("Is the report enough for the authority?", options=WORDS)
    family: Said = question("Is it enough for the family?", options=WORDS)


@pages.get("/desk/requests/{request_id}/existing-report")
def reuse_form(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask what the authority and the family say to an existing report."""
    found = open_for(asked(reads, request_id), "record_reuse")
    reuse = offered(found)
    report = report_in_words(reuse, _purpose(reads, found), page.today)
    why = (
        f"{report}. Its author finds it enough. It stands in for new advice only if the authority and the family agree "
        "too (reg 6(4)). If either says no, the service is told at once that new advice is owed."
    )
    values = {"authority": AS_SAID[reuse.authority], "family": AS_SAID[reuse.family]}
    form = page.form(ReuseForm, values=values)
    title = "Say whether the existing report will do"
    return form_page(page, found, form, title=title, button="Record it", why=why)


@pages.post("/desk/requests/{request_id}/existing-report")
def record_reuse(
    request_id: str,
    form: Annotated[ReuseForm, sent(ReuseForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Record what the authority and the family say to an existing report."""
    found = open_for(asked(reads, request_id), "record_reuse")
    reuse = offered(found)
    case = run(
        RecordReuse(
            assessment_id=found.case.id,
            request_id=request_id,
            item=found.request.item,
            advice_written_on=reuse.advice_written_on,
            purpose=_purpose(reads, found),
            author=reuse.author,
            authority=MEANT[form.authority],
            family=MEANT[form.family],
        )
    )
    request = case.advice_request(request_id)
    said = request.reuse if request else None
    told = (
        "All three agree: the report stands in, and no new advice is owed."
        if said and said.agreed_by_all
        else "The report does not stand in. The service is told that new advice is owed."
        if said and said.is_refused
        else "Recorded. The report stands in when all three have agreed."
    )
    return page.done(f"/desk/requests/{request_id}", told)


def offered(found: RequestFile) -> ReuseAgreement:
    """The existing report that waits for somebody to say."""
    if found.request.reuse is None:
        raise NotFoundError("No existing report was offered for this request.")
    return found.request.reuse


def _purpose(reads: ReadContext, found: RequestFile) -> str:
    return purpose_of(timeline(reads.connection, found.case.id), found.request.id)
