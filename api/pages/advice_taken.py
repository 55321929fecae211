"""Taking what the form that gives advice sends: files and words that stay, and whose report it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from api.deps import Caller, ReadContext, Reads
from api.pages.advice_form import AdviceForm, advice_of, form_for, paragraphs_of
from api.pages.answers import AnswersError, read_answers
from api.pages.drafts import ADVICE, keep, refuse_stale
from api.pages.forms import AnotherRowError
from api.pages.request_actions import asked, may_do, open_for
from api.pages.sent_files import take_files
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import ENDED_STATES
from ehc_workflow.domain.decisions.advice import of_somebody_else
from ehc_workflow.domain.errors import Impossible, TransitionRefusedError
from ehc_workflow.domain.same_child import Difference, Identity, differences_in
from ehc_workflow.service.desk import RequestFile
from ehc_workflow.service.documents import texts_of, waiting_files
from ehc_workflow.service.drafts import Kept, about_request, kept_words
from ehc_workflow.service.permissions import MAY
from ehc_workflow.store.documents import Document

STEP = "submit_advice"


def _take(request: Request, request_id: str, reads: Reads, caller: Caller) -> AdviceForm:
    """Read what was sent. Files and words come first and stay, so that a refusal of something else costs neither."""
    form: FormData = request.state.form
    found = open_now(asked(reads, request_id), caller)
    chosen, faults = take_files(request, found.case.id, request_id, caller)
    if form.get("_send"):
        refuse_stale(kept_of(reads, found), form)
    else:
        keep(request, about_request(caller, found.request), ADVICE, caller)
    if faults:
        raise AnswersError(*faults)
    if (group := form.get("_more")) or form.get("_change") or chosen:
        raise AnotherRowError(str(group or ""))
    answers = read_answers(form_for(found), form)
    files = waiting_files(reads.connection, caller, found.case, request_id)
    _refuse_nothing(answers, files)
    _refuse_another_child(answers, found, texts_of(request.app.state.documents, files))
    return answers


def open_now(found: RequestFile, actor: Actor) -> RequestFile:
    """The request, if it takes advice. Who wrote while it was closed is told why, and has the words back."""
    if not may_do(found, STEP) and actor.roles & MAY[STEP]:
        raise TransitionRefusedError(why_closed(found))
    return open_for(found, STEP)


def why_closed(found: RequestFile) -> str:
    """Why the request takes no advice, in a sentence."""
    if found.case.state in ENDED_STATES:
        return "The assessment has ended in the meantime, so no advice is asked for any more."
    return "This request takes no advice at this stage of the case."


def kept_of(reads: ReadContext, found: RequestFile) -> Kept:
    """What is kept of the form, as this person may see it."""
    topic = about_request(reads.actor, found.request)
    return kept_words(reads.connection, reads.actor, topic, ADVICE)


def _refuse_nothing(answers: AdviceForm, files: Sequence[Document]) -> None:
    if not paragraphs_of(answers) and not files:
        raise AnswersError(
            Impossible("/needs", "Give the advice, or attach the file that holds it")
        )


def _refuse_another_child(form: AdviceForm, found: RequestFile, texts: Sequence[str]) -> None:
    """Stop a report about somebody else while its sender alone can open it, unless they say that it is the same child.

    What was typed is compared with the case here, before the look, and once more by the step itself.
    """
    if form.same_child_because:
        return
    child = found.file.child
    who = Identity(
        given_name=child.given_name,
        family_name=child.family_name,
        date_of_birth=child.date_of_birth,
    )
    faults = [
        *of_somebody_else(advice_of(form, found, contribution_id="", document_ids=()), who),
        *_files_of_another(texts, who),
    ]
    if faults:
        raise AnswersError(*faults)


def _files_of_another(texts: Sequence[str], who: Identity) -> Iterator[Impossible]:
    for number, text in enumerate(texts, start=1):
        which = "The file" if len(texts) == 1 else f"File {number}"
        for each in differences_in(text, who):
            says = f"{which} {_IN_A_FILE[each]}. Take it off, or say why it is the same child or young person."
            yield Impossible("/files", says)


_IN_A_FILE = {
    Difference.NAME: "does not hold the name that is on this case",
    Difference.BORN: "gives a date of birth that is not the one on this case",
}

TakenAdvice = Annotated[AdviceForm, Depends(_take)]
