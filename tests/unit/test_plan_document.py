"""The plan on paper: every section apart and in order, each item with what it is for and where it comes from."""

from __future__ import annotations

import io
from datetime import date

import docx
import pypdfium2
from pypdf import PdfReader

from ehc_workflow.domain.case import AdviceItem, Case, Source
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.rendering.document import Look
from ehc_workflow.rendering.pdf import as_pdf
from ehc_workflow.rendering.word import as_word
from ehc_workflow.service.plan_document import LOCKED, PlanFacts, plan_document
from ehc_workflow.store.queries.plan_text import Advice

CASE = Case(id="case", authority_id="la", team_id="team", child_id="child", reference="EHC-1")
EP = Advice(
    id="ep",
    request_id="request",
    version=2,
    item=AdviceItem.PSYCHOLOGY,
    service="Invented psychology service",
    author="Invented Author",
    role="Psychologist",
    received_on=date(2026, 3, 2),
    passages=(),
)
ITEMS = (
    PlanItem(id="a", section="A", text="I like <b>being</b> outside & #drawing 🙂."),
    PlanItem(id="b", section="B", text="Cannot yet follow two steps.", sources=(Source("ep", 1),)),
    PlanItem(
        id="e",
        section="E",
        text="Follows two steps",
        achieve_by=date(2027, 7, 20),
        meets=("b",),
        sources=(Source("ep", 2),),
    ),
    PlanItem(
        id="f",
        section="F",
        text="A language programme.",
        amount="30 minutes",
        frequency="twice a week",
        by_whom="a teaching assistant",
        qualified="trained in it",
        meets=("e",),
        sources=(Source("ep", 3), Source("ep", 1)),
    ),
    PlanItem(id="h1", section="H1", text="None identified.", none_found=True),
)
FACTS = PlanFacts(
    case=CASE,
    name="Sam Invented",
    born_on=date(2017, 5, 1),
    items=ITEMS,
    advice=(EP,),
    questions=(),
    dated_on=date(2026, 3, 9),
)
LOOK = Look(name="Invented Shire")
IN_ORDER = (
    "Born on 1 May 2017",
    "A. Views",
    "B. Special educational needs",
    "Cannot yet follow two steps.",
    "From: Invented psychology service: Invented Author, paragraph 1.",
    "C. Health needs",
    "E. Outcomes",
    "For B.1.",
    "F. Special educational provision",
    "30 minutes, twice a week",
    "paragraphs 1, 3",
    "H1. Social care provision",
    "I. Placement",
    "This section stays blank",
    "K. Advice and information",
    "version 2",
)


def places(text: str) -> list[int]:
    flat = " ".join(text.split())
    return [flat.find(" ".join(words.split())) for words in IN_ORDER]


def test_the_pdf_reads_in_the_order_of_the_sections_and_is_tagged() -> None:
    made = as_pdf(plan_document(FACTS, LOOK, mark="Draft"))
    document = pypdfium2.PdfDocument(made)
    found = places("\n".join(page.get_textpage().get_text_range() for page in document))
    assert -1 not in found
    assert found == sorted(found)
    reader = PdfReader(io.BytesIO(made))
    assert reader.metadata
    assert reader.metadata.title == "Education, health and care plan for Sam Invented"
    assert "/StructTreeRoot" in reader.root_object


def test_word_holds_the_same_under_real_headings() -> None:
    document = docx.Document(io.BytesIO(as_word(plan_document(FACTS, LOOK))))
    lines = [
        *(p.text for p in document.paragraphs),
        *(cell.text for table in document.tables for row in table.rows for cell in row.cells),
    ]
    assert "I like <b>being</b> outside & #drawing 🙂." in "\n".join(lines)
    _title, *headings = [
        p.text
        for p in document.paragraphs
        if p.style and (p.style.name or "").startswith("Heading")
    ]
    assert [head[:2].strip(".") for head in headings] == [
        "A",
        "B",
        "C",
        "D",
        "E",
        "F",
        "G",
        "H1",
        "H2",
        "I",
        "K",
    ]


def test_section_i_says_what_was_decided_and_only_then() -> None:
    before = plan_document(FACTS, LOOK)
    assert LOCKED in [getattr(part, "text", "") for part in before.parts]
    after = plan_document(
        PlanFacts(
            case=CASE,
            name="Sam Invented",
            born_on=date(2017, 5, 1),
            items=ITEMS,
            advice=(),
            questions=(),
            dated_on=date(2026, 3, 9),
            placement="An invented school",
            signed="Signed by an invented officer on 9 March 2026.",
        ),
        LOOK,
    )
    told = [getattr(part, "text", "") for part in after.parts]
    assert LOCKED not in told
    assert "An invented school" in told
    assert "No advice is attached." in told
