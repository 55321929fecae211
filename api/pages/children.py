"""A setting's children and young people on one page: what it owes and by when, what it gave, what came back."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api import cursors
from api.deps import Reads
from api.pages.page import Link, Page
from api.pages.request_words import basis_in_words
from ehc_workflow.domain.actors import Role
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.service.consultations import settings_of
from ehc_workflow.service.desk import desk_reach
from ehc_workflow.store.queries import desk, setting

pages = APIRouter()
navigation = [Link("Children and young people", "/children", 5, frozenset({Role.SETTING}))]


@pages.get("/children")
def children_page(page: Page, reads: Reads, q: str = "", after: str = "") -> HTMLResponse:
    """Every child and young person the setting may know of, what is owed first on top."""
    page.only_for(Role.SETTING)
    found = setting.children(
        reads.connection, settings_of(reads.actor), text=q, after=cursors.to_desk(after)
    )
    shown = found[: setting.PAGE]
    more = len(found) > setting.PAGE
    place = {"after": cursors.of_desk(shown[-1].place)} if more else {}
    return page.show(
        "setting/children.html",
        children=shown,
        q=q,
        after=after,
        questions=desk.questions_waiting(reads.connection, desk_reach(reads.actor)),
        named=setting.named_lately(reads.connection, settings_of(reads.actor), reads.today),
        items=ITEMS,
        basis=basis_in_words,
        first_page=f"/children?{urlencode({'q': q})}" if after else None,
        next_page=f"/children?{urlencode({'q': q, **place})}" if more else None,
    )
