"""A setting says when it is closed, so that the authority counts with it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Caller, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page
from ehc_workflow.dates.closures import closure_window
from ehc_workflow.domain.actors import Role
from ehc_workflow.service.closures import give_closure, own_settings

pages = APIRouter()
navigation = [Link("Closures", "/closures", 30, frozenset({Role.SETTING}))]


class ClosureForm(PageForm):
    """One closure."""

    service_id: str = question("Which setting", control="select")
    first_closed_day: date = question("First closed day", hint="For example, 22 7 2026")
    reopening_day: date = question(
        "Day it opens again", hint="The first day on which children or young people are back."
    )


@pages.get("/closures")
def closures_page(page: Page, reads: Reads, caller: Caller) -> HTMLResponse:
    """The closures on file of one's own settings, and a form for one more."""
    page.only_for(Role.SETTING)
    mine = own_settings(reads.connection, caller)
    form = page.form(
        ClosureForm,
        values={"service_id": mine[0].id if len(mine) == 1 else ""},
        choices={"service_id": [(one.id, one.name) for one in mine]},
    )
    return page.show("setting/closures.html", settings_=mine, form=form, window=closure_window)


@pages.post("/closures")
def give(
    form: Annotated[ClosureForm, sent(ClosureForm)], page: Page, caller: Caller
) -> RedirectResponse:
    """Keep one closure."""
    page.only_for(Role.SETTING)
    give_closure(
        page.request.app.state.database,
        caller,
        form.service_id,
        form.first_closed_day,
        form.reopening_day,
        today=page.today,
    )
    told = "The closure is on file. No day of any case moves: the local authority decides what it excuses."
    return page.done("/closures", told)
