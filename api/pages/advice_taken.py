"""Taking what the form that gives advice sends: files and words that stay, and whose report it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.datastructures import UploadFile as SentFile

from api.deps import Caller, ReadContext, Reads
from api.pages.advice_form import AdviceForm, advice_of, form_for, paragraphs_of
from api.pages.advice_requests import actions_for, asked, open_for
from api.pages.answers import AnswersError, read_answers
from api.pages.drafts import ADVICE, keep, refuse_stale
from api.pages.forms import AnotherRowError
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import ENDED_STATES
from ehc_workflow.domain.decisions.advice import of_somebody_else
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, TransitionRefusedError
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.domain.same_child import Difference, Identity, differences_in
from ehc_workflow.service.desk import RequestFile
from ehc_workflow.service.documents import Documents, texts_of
from ehc_workflow.service.drafts import Kept, kept_words
from ehc_workflow.service.permissions import MAY
from ehc_workflow.store.documents import Document, documents_of

STEP = "submit_advice"


def _take(request: Request, request_id: str, reads: Reads, caller: Caller) -> AdviceForm:
    """Read what was sent. Files and words come first and stay, so that a refusal of something else costs neither."""
    form: FormData = request.state.form
    found = open_now(asked(reads, request_id), caller)
    chosen, faults = take_files(request, found, caller)
    if form.get("_send"):
        refuse_stale(kept_of(reads, found), form)
    else:
        keep(request, found, ADVICE, caller)
    if faults:
        raise AnswersError(*faults)
    if (group := form.get("_more")) or form.get("_change") or chosen:
        raise AnotherRowError(str(group or ""))
    answers = read_answers(form_for(found), form)
    files = waiting_files(reads.connection, found, caller)
    _refuse_nothing(answers, files)
    _refuse_another_child(answers, found, texts_of(request.app.state.documents, files))
    return answers


def open_now(found: RequestFile, actor: Actor) -> RequestFile:
    """The request, if it takes advice. Who wrote while it was closed is told why, and has the words back."""
    if not takes_advice(found) and actor.roles & MAY[STEP]:
        raise TransitionRefusedError(why_closed(found))
    return open_for(found, STEP)


def takes_advice(found: RequestFile) -> bool:
    """Whether this person can give advice on it now."""
    return any(action.step == STEP for action in actions_for(found))


def why_closed(found: RequestFile) -> str:
    """Why the request takes no advice, in a sentence."""
    if found.case.state in ENDED_STATES:
        return "The assessment has ended in the meantime, so no advice is asked for any more."
    return "This request takes no advice at this stage of the case."


def kept_of(reads: ReadContext, found: RequestFile) -> Kept:
    """What is kept of the form, as this person may see it."""
    return kept_words(reads.connection, reads.actor, found.request, ADVICE)


def take_files(
    request: Request, found: RequestFile, caller: Actor
) -> tuple[list[str], list[Impossible]]:
    """Take off the files that were ticked and keep those that came; the ticked ids, and what was wrong with a file."""
    form: FormData = request.state.form
    documents: Documents = request.app.state.documents
    now = request.app.state.clock.now()
    chosen = [str(each) for each in form.getlist("remove")]
    documents.remove(chosen, request_id=found.request.id, actor=caller)
    faults = [
        fault
        for file in form.getlist("files")
        if isinstance(file, SentFile) and file.filename
        for fault in _file(documents, file, found, caller, now)
    ]
    return chosen, faults


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
