"""What the form that gives advice asks, and the paragraphs that its answers make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fastapi import UploadFile

from api.pages.forms import PageForm, question
from ehc_workflow.documents.kinds import TAKEN_IN_WORDS
from ehc_workflow.domain.case import AdviceItem, CareSection, ParagraphKind
from ehc_workflow.domain.commands import Paragraph, SubmitAdvice
from ehc_workflow.service.desk import RequestFile
from ehc_workflow.store.queries.advice_given import Given

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
    name_written: str = question(
        "Name of the child or young person, as it stands in your report",
        hint="It is compared with the case, and looked for in your files, before anybody else can open them.",
        max_length=200,
        autocomplete="off",
    )
    born_written: date = question(
        "Their date of birth, as it stands in your report",
        hint="If your report gives none, take it from your own record and not from this page.",
    )
    same_child_because: str = question(
        "If they differ from the case: why it is the same child or young person",
        hint="For example, another spelling or a former name. It is kept with the advice.",
        default="",
        max_length=500,
    )
    author_name: str = question("Name of the person who signs the advice", max_length=200)
    author_role: str = question("Their role", max_length=200)
    received_on: date = question("Day the advice is given")
    written_with: tuple[str, ...] = question(
        "It was written together with",
        hint="Tick a service only if this is its advice too. It may then read this advice and its files, and is asked "
        "to sign for itself; until it has, its own advice is still owed.",
        default=(),
        control="checkboxes",
    )
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


def form_of_given(given: Given) -> dict[str, object]:
    """The answers that would give this version again; who signs and when are asked anew."""
    rows: dict[str, list[dict[str, str | None]]] = {"needs": [], "outcomes": [], "provision": []}
    for one in given.paragraphs:
        rows[_GROUPS[ParagraphKind(one.kind)]].append(
            {name: getattr(one, name) for name in Paragraph.__slots__ if name != "kind"}
        )
    return {**rows, "how_seen": given.how_seen}


_GROUPS = {
    ParagraphKind.NEED: "needs",
    ParagraphKind.OUTCOME: "outcomes",
    ParagraphKind.PROVISION: "provision",
}


def advice_of(
    form: AdviceForm, found: RequestFile, *, contribution_id: str, document_ids: tuple[str, ...]
) -> SubmitAdvice:
    """The advice that the answers give."""
    return SubmitAdvice(
        assessment_id=found.case.id,
        request_id=found.request.id,
        contribution_id=contribution_id,
        received_on=form.received_on,
        author_name=form.author_name,
        author_role=form.author_role,
        how_seen=form.how_seen,
        paragraphs=paragraphs_of(form),
        document_ids=document_ids,
        name_written=form.name_written,
        born_written=form.born_written,
        same_child_because=form.same_child_because,
        written_with=form.written_with,
    )
