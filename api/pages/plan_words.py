"""How the plan is told: its sections, what its items rest on, and what may prompt a change of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.words import day
from ehc_workflow.domain.case import Case, ParagraphKind, Representation, Source, State, numbered
from ehc_workflow.domain.change_ledger import PLACEMENT
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.service.changes_told import SAID_AS
from ehc_workflow.store.queries.case_page import Names
from ehc_workflow.store.queries.plan_text import Advice

HINTS = {
    "A": "What the child or young person and their parents say, in their words.",
    "B": "One need in each item, so that provision can meet it.",
    "C": "One need in each item, or a plain statement that the assessment found none.",
    "D": "One need in each item, or a plain statement that the assessment found none.",
    "E": "What the child or young person will do or be able to do, how it will be known, and by when.",
    "F": "What, how much, how often, by whom and how they are qualified, for each need in B.",
    "G": "What, how much, how often and by whom. The health body must agree these words before the draft goes.",
    "H1": "What must be provided under section 2 of the 1970 Act, or a plain statement that there is none.",
    "H2": "Other social care provision, or a plain statement that there is none.",
    "J": "Only where there is a direct payment: the needs and outcomes it is for.",
}
LOCKED = (
    "This section stays blank until the final plan. A draft must not name a school or a type of "
    "school (section 38(5))."
)
KINDS = {
    ParagraphKind.NEED: "Need",
    ParagraphKind.OUTCOME: "Outcome",
    ParagraphKind.PROVISION: "Provision",
    ParagraphKind.VIEW: "View",
}
_SHOWN = 110
"""Characters of an item or paragraph that are enough to know it by in a list to choose from."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Something on file that an item may rest on: how it is cited, how it begins, and where it is read."""

    source: Source
    cited: str
    begins: str
    href: str

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.source.of}:{self.source.paragraph}"


def grounds(case: Case, advice: Sequence[Advice], names: Names) -> dict[Source, Ground]:
    """Everything an item may rest on: paragraphs of advice, advice as a whole, replies, words of the family."""
    found = (*_of_advice(advice), *_of_requests(case, names), *_of_family(case))
    return {ground.source: ground for ground in found}


def _of_advice(advice: Sequence[Advice]) -> Iterator[Ground]:
    for one in advice:
        here = f"/desk/requests/{one.request_id}"
        for number, passage in numbered(one.passages):
            yield Ground(
                Source(one.id, passage.number),
                f"{one.title}, {number}",
                short(passage.in_full),
                f"{here}#v{one.version}-{number}",
            )
        yield Ground(Source(one.id), f"{one.title}, as a whole", "", f"{here}#v{one.version}")


def _of_requests(case: Case, names: Names) -> Iterator[Ground]:
    for request in case.advice:
        here = f"/desk/requests/{request.id}"
        whose = names.services.get(request.service_id or "") or ITEMS[request.item]
        reply = request.last_reply
        if reply is not None:
            said = reply.kind.value.replace("_", " ")
            cited = f"Reply of {whose}, {day(reply.replied_on)}: {said}"
            yield Ground(Source(request.id), cited, "", here)
        elif request.not_asked_on is not None:
            yield Ground(Source(request.id), f"{whose}: not asked, with a reason", "", here)
        elif case.advice_completed_on is not None and request.accepted_on is None:
            yield Ground(Source(request.id), f"{whose}: no advice came", "", here)


def _of_family(case: Case) -> Iterator[Ground]:
    for said in case.representations:
        yield Ground(Source(said.id), _by_family(said), "", f"/assessments/{case.id}#draft")


def _by_family(said: Representation) -> str:
    return f"The family’s {SAID_AS[said.kind]}, {day(said.received_on)}"


def cited(case: Case, source: Source, known: dict[Source, Ground]) -> Ground:
    """How a source is cited; one that a newer version has taken the place of is still named."""
    if source in known:
        return known[source]
    for request in case.advice:
        for given in request.contributions:
            if given.id == source.of:
                told = f"{ITEMS[request.item]}, version {given.version}"
                return Ground(source, told, "", f"/desk/requests/{request.id}#v{given.version}")
    return Ground(source, "A source no longer on file", "", f"/assessments/{case.id}")


def prompts(case: Case) -> list[tuple[str, str]]:
    """What may prompt a change once the draft is out: what the family said, or the placement."""
    if case.state is State.DRAFTING:
        return []
    said = [(one.id, _by_family(one)) for one in case.representations if one.may_prompt]
    return [*said, *([(PLACEMENT, "The placement decision")] if case.placement else [])]


def short(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rsplit(' ', 1)[0]}…"
