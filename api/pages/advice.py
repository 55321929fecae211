"""Giving advice: a structured form, files that stay once they were sent in, and a look at the whole before it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData
from starlette.datastructures import UploadFile as SentFile

from api.deps import Caller, Execute, Reads
from api.pages.advice_answers import form_page
from api.pages.advice_requests import asked, open_for
from api.pages.answers import AnswersError, read_answers
from api.pages.forms import AnotherRowError, PageForm, question
from api.pages.page import Page
from api.words import role as role_in_words
from ehc_workflow.documents.kinds import TAKEN_IN_WORDS
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import AdviceItem, CareSection, ParagraphKind
from ehc_workflow.domain.commands import Paragraph, SubmitAdvice
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.domain.specificity import Signature, gaps
from ehc_workflow.reporting.telling import ITEMS
from ehc_workflow.service.desk import RequestFile
from ehc_workflow.service.documents import Documents
from ehc_workflow.service.permissions import CONTRIBUTORS
from ehc_workflow.store import wording
from ehc_workflow.store.documents import Document, documents_of
from ehc_workflow.store.ids import new_id

pages = APIRouter()
LONG = 20_000


class NeedRow(PageForm):
    """One need."""

    text: str = question(
        "What the child or young person needs", control="textarea", lines=3, max_length=LONG
    )


class OutcomeRow(PageForm):
    """One outcome."""

    text: str = question(
        "What is to be reached, and by when",
        hint="For example: by July 2027, she follows two-step instructions in class.",
        control="textarea",
        lines=3,
        max_length=LONG,
    )


class ProvisionRow(PageForm):
    """One piece of provision. What is left out is told, not refused."""

    text: str = question("What is provided", control="textarea", lines=3, max_length=LONG)
    amount: str = question(
        "How much", hint="For example, 30 minutes.", default="", width="20", max_length=500
    )
    frequency: str = question(
        "How often", hint="For example, three times a week.", default="", width="20", max_length=500
    )
    by_whom: str = question(
        "By whom", hint="For example, a speech and language therapist.", default="", max_length=500
    )
    until_when: str = question(
        "Until when", hint="For example, the end of year 6.", default="", width="20", max_length=500
    )

    def paragraph(self) -> Paragraph:
        """The row as a paragraph of advice."""
        return Paragraph(
            kind=ParagraphKind.PROVISION,
            text=self.text,
            amount=self.amount,
            frequency=self.frequency,
            by_whom=self.by_whom,
            until_when=self.until_when,
        )


class CareProvisionRow(ProvisionRow):
    """One piece of social care's provision, with the section of the plan that it belongs to."""

    plan_section: CareSection | None = question(
        "Which section of the plan does it belong to?",
        hint="The plan holds social care provision in two sections (reg 12(1)).",
        options={
            CareSection.H1: "H1: under section 2 of the Chronically Sick and Disabled Persons Act 1970, "
            "for a child under 18",
            CareSection.H2: "H2: other social care provision",
        },
        default=None,
    )

    def paragraph(self) -> Paragraph:
        """The row as a paragraph of advice, with its section where that was said."""
        return replace(super().paragraph(), plan_section=self.plan_section)


class AdviceForm(PageForm):
    """Advice, as reg 6(1) and the plan need it."""

    needs: tuple[NeedRow, ...] = question("Needs", noun="need", default=())
    outcomes: tuple[OutcomeRow, ...] = question("Outcomes", noun="outcome", default=())
    provision: tuple[ProvisionRow, ...] = question(
        "Provision",
        hint="For each: what, how much, how often, by whom and until when, so that the plan can say it.",
        noun="piece of provision",
        default=(),
    )
    how_seen: str = question(
        "How and when you saw the child or young person",
        hint="For example: watched in class on 3 March 2026 and assessed for an hour on 5 March. "
        "If you have not seen them, say so.",
        default="",
        control="textarea",
        lines=3,
        max_length=LONG,
    )
    author_name: str = question("Name of the person who signs the advice", max_length=200)
    author_role: str = question("Their role", max_length=200)
    received_on: date = question("Day the advice is given")
    files: tuple[UploadFile, ...] = question(
        "Attach files", hint=f"{TAKEN_IN_WORDS}. You can choose several.", default=()
    )


class CareAdviceForm(AdviceForm):
    """Social care's advice: its provision is sorted by sections H1 and H2."""

    provision: tuple[CareProvisionRow, ...] = question(
        "Provision",
        hint="For each: what, how much, how often, by whom and until when, and which section of the plan it is for.",
        noun="piece of provision",
        default=(),
    )


def form_for(found: RequestFile) -> type[AdviceForm]:
    """What is asked of this contributor."""
    social_care = found.request.item is AdviceItem.SOCIAL_CARE
    return CareAdviceForm if social_care else AdviceForm


def paragraphs_of(form: AdviceForm) -> tuple[Paragraph, ...]:
    """The advice as numbered paragraphs: needs, outcomes, provision."""
    return (
        *(Paragraph(kind=ParagraphKind.NEED, text=each.text) for each in form.needs),
        *(Paragraph(kind=ParagraphKind.OUTCOME, text=each.text) for each in form.outcomes),
        *(each.paragraph() for each in form.provision),
    )


def _take(request: Request, request_id: str, reads: Reads, caller: Caller) -> AdviceForm:
    """Read what was sent. Files come first and stay, so that a refusal of something else does not cost them."""
    form: FormData = request.state.form
    found = open_for(asked(reads, request_id), "submit_advice")
    documents: Documents = request.app.state.documents
    now = request.app.state.clock.now()
    chosen = [str(each) for each in form.getlist("remove")]
    documents.remove(chosen, request_id=request_id, actor=caller)
    faults = [
        fault
        for file in form.getlist("files")
        if isinstance(file, SentFile) and file.filename
        for fault in _file(documents, file, found, caller, now)
    ]
    if faults:
        raise AnswersError(*faults)
    if (group := form.get("_more")) or form.get("_change") or chosen:
        raise AnotherRowError(str(group or ""))
    answers = read_answers(form_for(found), form)
    _refuse_nothing(answers, waiting_files(reads.connection, found, caller))
    return answers


def _file(
    documents: Documents, file: SentFile, found: RequestFile, caller: Actor, now: Any
) -> Iterator[Impossible]:
    """File one document; what is wrong with it, if it cannot be taken."""
    try:
        documents.add(
            file.filename or "",
            file.file,
            assessment_id=found.case.id,
            request_id=found.request.id,
            kind=DocumentKind.WAITING,
            actor=caller,
            now=now,
        )
    except ImpossibleFactsError as error:
        yield from error.errors


def _refuse_nothing(answers: AdviceForm, files: Sequence[Document]) -> None:
    if not paragraphs_of(answers) and not files:
        raise AnswersError(
            Impossible("/needs", "Give the advice, or attach the file that holds it")
        )


TakenAdvice = Annotated[AdviceForm, Depends(_take)]


def waiting_files(connection: Any, found: RequestFile, actor: Actor) -> list[Document]:
    """Files this person sent in with the request that no advice has brought yet."""
    return [
        each
        for each in documents_of(connection, found.case.id)
        if each.request_id == found.request.id
        and each.kind is DocumentKind.WAITING
        and each.added_by == actor.id
        and each.sealed_at is None
    ]


@pages.get("/desk/requests/{request_id}/advice")
def advice_form(request_id: str, page: Page, reads: Reads, caller: Caller) -> HTMLResponse:
    """Ask for needs, outcomes and provision, with files."""
    found = open_for(asked(reads, request_id), "submit_advice")
    mine = sorted(caller.roles & CONTRIBUTORS)
    form = page.form(
        form_for(found),
        name="AdviceForm",
        values={
            "author_name": caller.name if mine else "",
            "author_role": role_in_words(mine[0]) if mine else "",
            "received_on": page.today,
        },
    )
    return form_page(
        page,
        found,
        form,
        title="Give advice",
        button="Look at it before it goes",
        template="advice/give.html",
        files=waiting_files(reads.connection, found, caller),
        most=page.settings.max_upload_bytes // 1_000_000,
        returned=_returned(found),
    )


def _returned(found: RequestFile) -> bool:
    latest = found.request.contributions[-1] if found.request.contributions else None
    return latest is not None and latest.returned_on is not None


@pages.post("/desk/requests/{request_id}/advice", response_model=None)
def give_advice(
    request_id: str,
    form: TakenAdvice,
    page: Page,
    reads: Reads,
    run: Execute,
    caller: Caller,
) -> HTMLResponse | RedirectResponse:
    """Show the advice as it will be read, with what is vague in it; when told to, send it."""
    found = asked(reads, request_id)
    files = waiting_files(reads.connection, found, caller)
    paragraphs = paragraphs_of(form)
    if not page.request.state.form.get("_send"):
        return page.show(
            "advice/check.html",
            found=found,
            line=found.line,
            child=found.file.child,
            item=ITEMS[found.request.item],
            form=form,
            paragraphs=paragraphs,
            gaps=gaps(
                paragraphs,
                wording.terms(reads.connection, found.case.authority_id),
                Signature(
                    author_name=form.author_name,
                    author_role=form.author_role,
                    how_seen=form.how_seen,
                ),
            ),
            files=files,
            typed=list(_typed(page.request.state.form)),
        )
    run(
        SubmitAdvice(
            assessment_id=found.case.id,
            request_id=request_id,
            contribution_id=new_id(),
            received_on=form.received_on,
            author_name=form.author_name,
            author_role=form.author_role,
            how_seen=form.how_seen,
            paragraphs=paragraphs,
            document_ids=tuple(file.id for file in files),
        )
    )
    return page.done(f"/desk/requests/{request_id}", "The advice is given. Somebody will check it.")


def _typed(form: FormData) -> Iterator[tuple[str, str]]:
    """What was typed, to be carried unseen to the next page."""
    for name, value in form.multi_items():
        if isinstance(value, str) and not name.startswith("_") and name != "remove":
            yield name, value
