"""What is the authority's own to choose, in one place: each page of it with a line about what it holds."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.page import Link, Page
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.errors import NotPermittedError

pages = APIRouter()
HERE = "/settings"
navigation = [
    Link("Settings", HERE, 69, frozenset({Role.MANAGER, Role.ADMINISTRATOR}), of_all=True)
]


@pages.get(HERE)
def settings_page(page: Page) -> HTMLResponse:
    """The pages on which this person chooses for the whole authority."""
    if all(link.href != HERE for link in page.links):
        raise NotPermittedError("Whoever manages the whole authority, or an administrator, has it.")
    return page.show("settings.html", choices=page.under(HERE))
