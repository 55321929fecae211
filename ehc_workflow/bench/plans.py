"""A plan of 300 items: opened beside a bare read of its rows, one item saved, and printed beside its bare words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from uuid import uuid4

from ehc_workflow.bench.measure import Work
from ehc_workflow.bench.reading import by_hand
from ehc_workflow.bench.transitions import OFFICER, RECEIVED, sending, walk
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Case, Letter, PlanOutcome, Source
from ehc_workflow.rendering import pdf, word
from ehc_workflow.rendering.document import Look, Paragraph, Printable
from ehc_workflow.service.execute import execute
from ehc_workflow.service.plan_coverage import covered
from ehc_workflow.service.plan_document import PlanFacts, plan_document
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.queries.plan_text import accepted_advice, fates, written_items

ITEMS = 300
_TEXT = "Words of an item of the plan, as long as such an item is: what is provided, for what, and where."
_BARE = """
SELECT id, section, number, text, amount, frequency, by_whom, sources, meets
FROM plan_item WHERE assessment_id = ?
"""


class LargePlan:
    """One case whose plan has 300 items, being drafted."""

    def __init__(self, database: Database) -> None:
        """Take the case through its steps and write the plan."""
        self._database = database
        self.case_id = str(uuid4())
        self.today = RECEIVED + timedelta(weeks=12)
        for day, command in walk(self.case_id, RECEIVED):
            self._do(command, day)
        for command in self._to_drafting():
            self._do(command, self.today)
        self.items = tuple(self._items())
        self._do(self._saved(*self.items), self.today)

    def opened_bare(self) -> Iterator[Work]:
        """Its rows, as the driver gives them."""
        yield from by_hand(self._database, lambda rows: rows.all(_BARE, self.case_id))

    def opened(self) -> Iterator[Work]:
        """What its page is made from: the case, the advice, the items with who wrote them, what became of each."""
        while True:
            yield self._open

    def saved(self) -> Iterator[Work]:
        """One item written anew, durably, with its log entry."""
        for number in count(1):
            item = self.items[number % ITEMS]
            seen = self._seen(item.id)
            changed = c.PlanItem(
                id=item.id,
                section=item.section,
                text=f"{_TEXT} Version {number}.",
                number=item.number,
                sources=item.sources,
                meets=item.meets,
                seen=seen,
            )
            yield self._saving(changed, number)

    def printed_bare(self) -> Iterator[Work]:
        """As many plain paragraphs of the same words, as PDF and as Word."""
        bare = Printable(
            title="Words",
            parts=tuple(Paragraph(f"{item.section} {item.text}") for item in self.items),
            look=Look(name="Bench"),
            dated_on=self.today,
        )
        while True:
            yield lambda: _print(bare)

    def printed(self) -> Iterator[Work]:
        """The plan with its sections, numbers, links and sources, as PDF and as Word."""
        with self._database.reading() as connection:
            file = case_file(connection, self.case_id)
            facts = PlanFacts(
                case=file.case,
                name=file.child.name,
                born_on=file.child.date_of_birth,
                items=[one.item for one in written_items(connection, self.case_id)],
                advice=accepted_advice(connection, file.case),
                questions=(),
                dated_on=self.today,
            )
        document = plan_document(facts, Look(name="Bench"))
        while True:
            yield lambda: _print(document)

    def _open(self) -> None:
        with self._database.reading() as connection:
            case = case_file(connection, self.case_id).case
            given = accepted_advice(connection, case)
            written = written_items(connection, self.case_id)
            covered(given, [one.item for one in written], fates(connection, self.case_id))

    def _saving(self, item: c.PlanItem, number: int) -> Work:
        def run() -> None:
            self._do(self._saved(item), self.today, key=f"{self.case_id}-{number}")

        return run

    def _seen(self, item_id: str) -> int:
        with self._database.reading() as connection:
            lines = case_file(connection, self.case_id).case.plan_lines
        return next(line.version for line in lines if line.id == item_id)

    def _saved(self, *items: c.PlanItem) -> c.SavePlan:
        return c.SavePlan(assessment_id=self.case_id, saved_on=self.today, items=items)

    def _to_drafting(self) -> Iterator[c.Command]:
        parent = f"{self.case_id}-p"
        yield c.DecideWhetherToIssue(
            assessment_id=self.case_id,
            outcome=PlanOutcome.MAKE_PLAN,
            decided_on=self.today,
            reasons="Provision through a plan is necessary on the evidence.",
            plan_needed=True,
            plan_needed_because="What the school has does not meet the needs.",
        )
        letter = sending(self.case_id, parent, self.today, Letter.PLAN_WILL_BE_MADE)
        yield c.NotifyPlanWillBeMade(**letter)

    def _items(self) -> Iterator[c.PlanItem]:
        """A third needs, a third outcomes for them, a third provision for those, each resting on a paragraph."""
        source = (Source(f"{self.case_id}-education-1", 1),)
        for place in range(ITEMS // 3):
            for section, before in (("B", ""), ("E", "B"), ("F", "E")):
                yield c.PlanItem(
                    id=f"{section}-{place}",
                    section=section,
                    number=place,
                    text=f"{_TEXT} Number {place}.",
                    sources=source,
                    meets=(f"{before}-{place}",) if before else (),
                )

    def _do(self, command: c.Command, day: date, *, key: str | None = None) -> Case:
        now = datetime.combine(day, time(12), tzinfo=UTC)
        return execute(command, database=self._database, actor=OFFICER, now=now, today=day, key=key)


def _print(document: Printable) -> None:
    pdf.as_pdf(document)
    word.as_word(document)
