"""The draft as the family had it: each item with a place to say something, and what became of everything said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, ReadContext, Reads
from api.pages.draft_words import BECAME, SAID, SECTIONS
from api.pages.family import own_case
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page, PageContext
from api.pages.step_forms.wording import MEETING_WAYS, ROADS
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import Case, Draft, Letter, Notice, RepresentationKind, Road
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.domain.decisions.representations import MOST_SAID
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.guards import may_be_addressed
from ehc_workflow.domain.plan_items import labels
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.reporting.draft_talk import Response, responses
from ehc_workflow.service.case_view import choices_of, note_seen
from ehc_workflow.service.changes_told import ledger_of
from ehc_workflow.service.letter_writing import TITLES
from ehc_workflow.service.own_words import is_mine
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import names as names_of
from ehc_workflow.store.queries.family import contacts_of, letters_to
from ehc_workflow.store.queries.plan_text import advice_attached, plan_items
from ehc_workflow.store.queries.timeline import timeline

pages = APIRouter(prefix="/family/draft")
navigation = [Link("The draft plan", "/family/draft", 7, frozenset({Role.FAMILY}), under="/family")]
HERE = "/family/draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One person of the family with the draft that went to them, if one did."""

    case: Case
    contacts: set[str]
    user_id: str
    draft: Draft | None

    @property
    def may_respond(self) -> bool:
        """Whether something said now can still be kept as said about the draft."""
        is_open = self.case.state in STEPS["record_representation"].sources
        return is_open and self.draft is not None and not self.draft.part

    def said(self, reads: ReadContext) -> tuple[Response, ...]:
        """What this person said, the newest first."""
        return tuple(
            one
            for one in responses(self.case, timeline(reads.connection, self.case.id))
            if one.said.written_by == self.user_id
            or is_mine(one.said.by_contact_id, self.case, self.contacts)
        )


def reader_of(page: PageContext, reads: ReadContext) -> Reader:
    """Who reads, and the last draft that may be read by them: nobody reads what did not go to them."""
    page.only_for(Role.FAMILY)
    case = own_case(reads).case
    contacts = contacts_of(reads.connection, case.id, reads.actor.id)
    draft = case.drafts[-1] if case.drafts else None
    if draft is not None and not _went_to(case, draft, contacts, reads):
        draft = None
    return Reader(case=case, contacts=contacts, user_id=reads.actor.id, draft=draft)


def _went_to(case: Case, draft: Draft, contacts: set[str], reads: ReadContext) -> bool:
    """A complete draft is for those its letter went to, a part-draft for those who hold the rights today."""
    if draft.part:
        return any(may_be_addressed(case, one, reads.today) for one in contacts)
    return _is_to(case.letter_with(draft), contacts)


def _is_to(letter: Notice | None, contacts: set[str]) -> bool:
    return letter is not None and bool(contacts & {letter.addressee, *letter.copies})


@pages.get("")
def draft_page(request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """The draft from A to K, and beneath it everything this person said about it."""
    reader = reader_of(page, reads)
    case, draft = reader.case, reader.draft
    note_seen(request.app.state.database, reads.actor, case.id, "draft plan", at=page.clock.now())
    said = reader.said(reads)
    version = draft.plan_version if draft else 0
    items = plan_items(reads.connection, case.id, version) if version else ()
    return page.show(
        "family/draft.html",
        reference=case.reference,
        draft=draft,
        is_replaced=draft is not None and draft.replaced,
        is_final=bool(case.final_version),
        may_respond=reader.may_respond,
        sections=SECTIONS,
        items=items,
        attached=advice_attached(reads.connection, draft.attached) if draft else (),
        letter=_letter(reader, reads),
        said=said,
        about=_by_item(said),
        labels=labels(items),
        names=names_of(reads.connection, case),
        said_as=SAID,
        became=BECAME,
        ways=MEETING_WAYS,
        roads=ROADS,
        titles=TITLES,
    )


def _letter(reader: Reader, reads: ReadContext) -> int | None:
    """The number of the letter that the draft went with."""
    if reader.draft is None or reader.draft.part:
        return None
    sent_on = reader.draft.sent_on
    mine = letters_to(reads.connection, reader.case.id, reader.user_id)
    return next(
        (one.seq for one in mine if one.kind == "draft_plan" and one.sent_on == sent_on), None
    )


def _by_item(said: tuple[Response, ...]) -> dict[str, list[Response]]:
    """What was said about each item, so that it is seen beside the item."""
    found: dict[str, list[Response]] = {}
    for one in said:
        if one.said.about_item and one.said.taken_back_on is None:
            found.setdefault(one.said.about_item, []).append(one)
    return found


class SayForm(PageForm):
    """What the family wants to say."""

    said: str = question(
        "What do you want to say?",
        hint="In your own words and in any language. Say what is wrong or missing, and what it should say.",
        control="textarea",
        lines=8,
        max_length=MOST_SAID,
        missing="Write what you want to say about the draft",
    )


@pages.get("/say")
def say_page(page: Page, reads: Reads, item: str = "", section: str = "") -> HTMLResponse:
    """Say something about one item, one section, or the whole draft."""
    reader = _responding(page, reads)
    return page.show(
        "family/draft_say.html",
        reference=reader.case.reference,
        form=page.form(SayForm),
        about=_the_item(reader, reads, item) if item else None,
        section=section if section in SECTIONS else "",
        sections=SECTIONS,
    )


@pages.post("/say")
def say(
    form: Annotated[SayForm, sent(SayForm)],
    page: Page,
    reads: Reads,
    run: Execute,
    item: str = "",
    section: str = "",
) -> RedirectResponse:
    """Keep it as it was typed, with the item and the version it is about."""
    reader = _responding(page, reads)
    about = _the_item(reader, reads, item) if item else None
    run(
        _record(
            reader,
            reads,
            kind=RepresentationKind.COMMENT,
            text=form.said,
            about_item=about.id if about else None,
            about_section=section if section in SECTIONS and not about else None,
        )
    )
    return page.done(f"{HERE}#said", "We have what you said. We will answer it.")


def _responding(page: PageContext, reads: ReadContext) -> Reader:
    reader = reader_of(page, reads)
    if not reader.may_respond:
        raise NotFoundError("There is no draft to respond to now. You can always write to us.")
    return reader


def _the_item(reader: Reader, reads: ReadContext, item_id: str) -> PlanItem:
    """One item that is known to have been in the draft: of a draft brought in without its items there is none."""
    assert reader.draft is not None
    items = plan_items(reads.connection, reader.case.id, reader.draft.plan_version)
    served = reader.draft.items
    found = next((item for item in items if item.id == item_id and item.id in served), None)
    if found is None:
        raise NotFoundError("This is not in the draft. Go back to it and choose again.")
    return found


def _record(
    reader: Reader,
    reads: ReadContext,
    *,
    kind: RepresentationKind,
    text: str,
    setting_id: str | None = None,
    about_item: str | None = None,
    about_section: str | None = None,
) -> c.RecordRepresentation:
    return c.RecordRepresentation(
        assessment_id=reader.case.id,
        representation_id=new_id(),
        kind=kind,
        received_on=reads.today,
        text=text,
        setting_id=setting_id,
        about_item=about_item,
        about_section=about_section,
        road=Road.PORTAL,
        by_contact_id=next(iter(sorted(reader.contacts)), None),
    )


class SettingForm(PageForm):
    """Which school or college the family asks for."""

    setting_id: str = question(
        "The school or college you ask for",
        hint="If it is not in the list, leave this and write its name below.",
        control="select",
        default="",
    )
    said: str = question(
        "Its name, if it is not in the list, and anything you want to say",
        control="textarea",
        default="",
        max_length=MOST_SAID,
    )


class WishForm(PageForm):
    """What the family wants to say with what it asks for."""

    said: str = question(
        "Is there anything you want to say?",
        control="textarea",
        default="",
        max_length=MOST_SAID,
    )


@pages.get("/ask-for-school")
def setting_page(page: Page, reads: Reads) -> HTMLResponse:
    """Ask for a particular school or college, s38(2)(b)."""
    reader = _responding(page, reads)
    choices = choices_of(reads.connection, reader.case.authority_id, reads.today)
    options = {"setting_id": choices.of_kind("setting")}
    return page.show(
        "family/draft_ask.html",
        reference=reader.case.reference,
        kind=RepresentationKind.SETTING_REQUEST,
        form=page.form(SettingForm, choices=options),
    )


@pages.post("/ask-for-school")
def ask_for_setting(
    form: Annotated[SettingForm, sent(SettingForm)], page: Page, reads: Reads, run: Execute
) -> RedirectResponse:
    """Keep the school or college that the family asks for."""
    reader = _responding(page, reads)
    kind = RepresentationKind.SETTING_REQUEST
    chosen = form.setting_id or None
    run(_record(reader, reads, kind=kind, text=form.said, setting_id=chosen))
    said = "We have the school or college you ask for. We must ask it before another is named."
    return page.done(f"{HERE}#said", said)


_WISHES = {
    "meeting": (RepresentationKind.MEETING_REQUEST, "We will offer you days to meet."),
    "personal-budget": (
        RepresentationKind.PERSONAL_BUDGET_REQUEST,
        "We have your request for a personal budget.",
    ),
}


@pages.get("/ask-for/{wish}")
def wish_page(wish: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask for a meeting with an officer, reg 13(1), or for a personal budget."""
    reader = _responding(page, reads)
    kind, _ = _wish(wish)
    return page.show(
        "family/draft_ask.html",
        reference=reader.case.reference,
        kind=kind,
        form=page.form(WishForm),
    )


@pages.post("/ask-for/{wish}")
def ask_for(
    wish: str, form: Annotated[WishForm, sent(WishForm)], page: Page, reads: Reads, run: Execute
) -> RedirectResponse:
    """Keep what the family asks for."""
    reader = _responding(page, reads)
    kind, done = _wish(wish)
    run(_record(reader, reads, kind=kind, text=form.said))
    return page.done(f"{HERE}#said", done)


def _wish(wish: str) -> tuple[RepresentationKind, str]:
    if wish not in _WISHES:
        raise NotFoundError("There is nothing of this name to ask for.")
    return _WISHES[wish]


@pages.get("/changes")
def changes_page(request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """What changed from the draft to the final plan, and why: for those the final plan went to."""
    reader = reader_of(page, reads)
    case = reader.case
    if not case.final_version or not _is_to(case.notice(Letter.FINAL_PLAN), reader.contacts):
        raise NotFoundError("The plan is not final yet. What changes is listed here once it is.")
    note_seen(
        request.app.state.database, reads.actor, case.id, "changes of the plan", at=page.clock.now()
    )
    return page.show(
        "family/changes.html",
        reference=case.reference,
        ledger=ledger_of(reads.connection, case),
        mine={one.said.id: one for one in reader.said(reads)},
        placement=case.placement,
        names=names_of(reads.connection, case),
    )
