"""What every page needs: who looks, the layout around its template, its forms, and the sentence after a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.datastructures import FormData

from api.pages.forms import BoundForm, Choices, Hidden, Refusal, bind
from ehc_workflow.clock import Clock
from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.errors import NotPermittedError
from ehc_workflow.service.accounts import Accounts
from ehc_workflow.service.permissions import is_for_all
from ehc_workflow.settings import Settings
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries import standing_alerts
from ehc_workflow.store.queries.alert_reach import TOLD
from ehc_workflow.store.sessions import Session


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the header, for those who hold one of the roles; no roles means everybody.

    One `of_all` leads to what is the whole authority's, and is for those who sit for the whole of it. One `under`
    another is listed on that one's page with its `hint`, and stands in the header of those alone who lack the other.
    """

    text: str
    href: str
    order: int
    roles: frozenset[Role] = frozenset()
    of_all: bool = False
    under: str = ""
    hint: str = ""

    def is_for(self, actor: Actor) -> bool:
        """Whether this person sees it."""
        seats = (seat for seat in actor.seats if is_for_all(seat) or not self.of_all)
        return not self.roles or any(seat.role in self.roles for seat in seats)


def links_for(actor: Actor, navigation: Iterable[Link]) -> list[Link]:
    """Every link of one person, in order."""
    return sorted((link for link in navigation if link.is_for(actor)), key=lambda link: link.order)


def _ways(path: str, links: Iterable[Link]) -> dict[str, Any]:
    """The header's links and which of them a page stands under, and the page that it is listed on."""
    mine = list(links)
    known = {link.href: link for link in reversed(mine)}
    begins = [href for href in known if path == href or path.startswith(f"{href}/")]
    nearest = known.get(max(begins, key=len, default=""))
    listed_on = known.get(nearest.under) if nearest else None
    return {
        "links": [link for link in mine if link.under not in known],
        "stands_under": listed_on or nearest,
        "listed_on": listed_on if nearest and nearest.href == path else None,
    }


class PageContext:
    """A page on its way to one person."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._refusal: Refusal | None = getattr(request.state, "refusal", None)
        self._targets: dict[str, str] = {}

    @property
    def settings(self) -> Settings:
        """The installation's settings."""
        settings: Settings = self.request.app.state.settings
        return settings

    @property
    def accounts(self) -> Accounts:
        """The installation's accounts."""
        accounts: Accounts = self.request.app.state.accounts
        return accounts

    @property
    def clock(self) -> Clock:
        """The installation's time."""
        clock: Clock = self.request.app.state.clock
        return clock

    @property
    def today(self) -> date:
        """The London day the page is about."""
        return self.clock.today()

    @property
    def session(self) -> Session | None:
        """The browser's session; a page that needs no sign-in may have none."""
        session: Session | None = getattr(self.request.state, "session", None)
        return session

    @property
    def actor(self) -> Actor | None:
        """Who looks."""
        actor: Actor | None = getattr(self.request.state, "actor", None)
        return actor

    @property
    def hidden(self) -> Hidden:
        """What a form carries unseen, for forms that are one button: the macro `one_button` wants it."""
        url = self.request.url
        shown_at = f"{url.path}?{url.query}" if url.query else url.path
        return Hidden(self.session.csrf_token if self.session else "", shown_at)

    def form(
        self,
        model: type[BaseModel],
        *,
        values: Mapping[str, Any] | None = None,
        version: int | None = None,
        choices: Choices | None = None,
        name: str | None = None,
        typed: FormData | None = None,
    ) -> BoundForm:
        """The form to show, with what was typed when it comes back refused.

        `version` is the case's, so that a page grown stale is told so. `choices` are the answers of questions
        whose options are rows of the database. `name` tells apart two forms of one model on one page.
        `typed` is what was kept of the form when it was last worked on, and goes before `values`.
        """
        form = bind(
            model,
            name=name or model.__name__,
            hidden=self.hidden,
            version=version,
            values=values or {},
            choices=choices or {},
            refusal=self._refusal,
            typed=typed,
        )
        self._targets |= form.targets()
        return form

    def show(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """Draw a page. A refusal, and the sentence left by the last change, are drawn by the layout."""
        faults = self._refusal.faults if self._refusal else ()
        if self._refusal:
            self._refusal.shown = True
        html = self.request.app.state.templates.get_template(template).render(
            **self._layout(),
            errors=[
                {"text": fault.text, "href": f"#{self._targets[fault.field]}"}
                if fault.field in self._targets
                else {"text": fault.text}
                for fault in faults
            ],
            **context,
        )
        return HTMLResponse(html, status)

    def _layout(self) -> dict[str, Any]:
        session = self.session
        if session and session.notice:
            self.accounts.leave_notice(session.token_hash, None)
        return {
            "settings": self.settings,
            "actor": self.actor,
            "authority_name": (session and session.authority_name) or self.settings.authority_name,
            "notice": session.notice if session else None,
            **_ways(self.request.url.path, self.links),
            "hears_alerts": bool(self.actor and self.actor.roles & TOLD),
            "alerts_waiting": self._alerts_waiting(),
            "path": self.request.url.path,
            "hidden": self.hidden,
            "today": self.today,
        }

    @property
    def links(self) -> list[Link]:
        """Every link of whoever looks, in order."""
        navigation = self.request.app.state.navigation
        return links_for(self.actor, navigation) if self.actor else []

    def under(self, href: str) -> list[Link]:
        """The links that are listed on one page, for whoever looks."""
        return [link for link in self.links if link.under == href]

    def _alerts_waiting(self) -> str:
        """The counter beside the link to the alerts: nothing for whoever has none, no more than so many for anybody."""
        if self.actor is None or not self.actor.roles & TOLD:
            return ""
        sight = standing_alerts.sight_of(self.actor)
        with self._connection() as connection:
            count = standing_alerts.waiting_for(connection, sight, today=self.today)
        most = standing_alerts.MANY
        return f"{most - 1}+" if count >= most else str(count or "")

    def _connection(self) -> AbstractContextManager[Connection]:
        """The connection that the page reads by already: a second one for each page would soon use up the pool."""
        reads = getattr(self.request.state, "reads", None)
        if reads is not None:
            return nullcontext(reads.connection)
        database: Database = self.request.app.state.database
        return database.reading()

    @property
    def is_refused(self) -> bool:
        """Whether the page is drawn again because what was sent from it was refused."""
        return self._refusal is not None

    @property
    def sent(self) -> FormData | None:
        """What was sent from the page and refused, where the page is drawn again for it."""
        return self._refusal.form if self._refusal else None

    def typed(self, name: str) -> list[str]:
        """What was sent under this name and refused: nothing where the page is drawn for the first time."""
        return [str(each) for each in self._refusal.form.getlist(name)] if self._refusal else []

    def done(self, path: str, notice: str | None = None) -> RedirectResponse:
        """After a change: go and look, and say there what was done. `notice` holds no child's data."""
        if notice and self.session:
            self.accounts.leave_notice(self.session.token_hash, notice)
        return RedirectResponse(path, 303)

    def only_for(self, *roles: Role) -> None:
        """Refuse a person who holds none of these roles."""
        if self.actor is None or not self.actor.roles & set(roles):
            raise NotPermittedError


Page = Annotated[PageContext, Depends(PageContext)]
