"""Making a service and changing what is known of it; the health bodies that services belong to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import ReadContext, Reads
from api.pages.forms import Choices, PageForm, question, sent
from api.pages.organisation_words import KINDS
from api.pages.page import Page
from api.pages.services import made_by, the_service
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.services import SchoolType, ServiceKind
from ehc_workflow.service import organisation as services
from ehc_workflow.service.organisation import ServiceDetails
from ehc_workflow.service.organisation_changes import administered
from ehc_workflow.store import organisation
from ehc_workflow.store.organisation import ServiceOnFile

pages = APIRouter()


class ServiceForm(PageForm):
    """What is known of a service."""

    name: str = question("Name", max_length=200, missing="Enter the service’s name")
    email: str = question(
        "Shared inbox",
        hint="Requests go there. Use an address that several people read, not one person’s.",
        default="",
        control="email",
        max_length=254,
    )
    lead_email: str = question(
        "Address of its lead",
        hint="Told when advice stays late.",
        default="",
        control="email",
        max_length=254,
    )
    health_body: str = question(
        "Health body",
        hint="Its designated clinical officer sees the service’s requests; those of other bodies do not.",
        default="",
        control="select",
    )
    school_type: SchoolType | None = question("Type of school", default=None, control="select")
    authority_ids: tuple[str, ...] = question("Works for", default=(), control="checkboxes")

    def details(self, kind: ServiceKind) -> ServiceDetails:
        """The same as the service layer takes it."""
        return ServiceDetails(
            name=self.name,
            kind=kind,
            email=self.email,
            lead_email=self.lead_email,
            health_body=self.health_body,
            school_type=self.school_type,
        )


class NewServiceForm(ServiceForm):
    """A service that is not on the list yet."""

    kind: ServiceKind = question("What is it?", options=KINDS, missing="Choose what the service is")


class HealthBodyForm(PageForm):
    """A health body with its executive lead."""

    name: str = question(
        "Name of the health body",
        hint="A name that is on the list gets the new address.",
        max_length=200,
    )
    executive_email: str = question(
        "Address of its executive lead",
        hint="Told when advice stays late for two weeks.",
        default="",
        control="email",
        max_length=254,
    )


# Before `/services/{service_id}`, which would take `new` for an id: modules are joined by name.
@pages.get("/services/new")
def new_page(page: Page, reads: Reads) -> HTMLResponse:
    """Ask what is known of a new service."""
    page.only_for(Role.ADMINISTRATOR)
    form = page.form(NewServiceForm, choices=_choices(reads, None))
    return page.show(
        "services/details.html", form=form, known=None, several=len(administered(reads.actor)) > 1
    )


@pages.post("/services/new")
def make(form: Annotated[NewServiceForm, sent(NewServiceForm)], page: Page) -> RedirectResponse:
    """Make a service."""
    by = made_by(page)
    own = by.authority_ids or frozenset()
    service_id = services.add_service(
        page.accounts.database,
        form.details(form.kind),
        authority_ids=own if len(own) == 1 else frozenset(form.authority_ids),
        by=by,
    )
    return page.done(
        f"/services/{service_id}",
        "The service is on the list. Next: confirm its address, make a seat.",
    )


@pages.get("/services/{service_id}/change")
def change_page(service_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask what is to be known of a service from now on."""
    page.only_for(Role.ADMINISTRATOR)
    _, known = the_service(reads, service_id)
    values = {**known._asdict(), "authority_ids": sorted(known.authority_ids)}
    form = page.form(ServiceForm, values=values, choices=_choices(reads, known))
    return page.show(
        "services/details.html",
        form=form,
        known=known,
        several=_is_several(administered(reads.actor), known),
    )


@pages.post("/services/{service_id}/change")
def change(
    service_id: str, form: Annotated[ServiceForm, sent(ServiceForm)], page: Page, reads: Reads
) -> RedirectResponse:
    """Change what is known of a service."""
    by = made_by(page)
    _, known = the_service(reads, service_id)
    own = by.authority_ids or frozenset()
    chosen = frozenset(form.authority_ids) if _is_several(own, known) else own
    services.change_service(
        page.accounts.database, service_id, form.details(known.kind), authority_ids=chosen, by=by
    )
    return page.done(f"/services/{service_id}", "The service is changed.")


def _is_several(own: frozenset[str], known: ServiceOnFile) -> bool:
    """Whether there is a choice of authorities to make."""
    return len(own | known.authority_ids) > 1


def _choices(reads: ReadContext, known: ServiceOnFile | None) -> Choices:
    own = administered(reads.actor)
    authorities = organisation.authorities(reads.connection)
    bodies = organisation.health_bodies(reads.connection)
    return {
        "health_body": [(name, name) for name in bodies],
        "authority_ids": [(one, name) for one, name in authorities if one in own],
    }


@pages.get("/health-bodies")
def bodies_page(page: Page, reads: Reads) -> HTMLResponse:
    """The health bodies with their executive leads, and a form for one more."""
    page.only_for(Role.ADMINISTRATOR)
    return page.show(
        "services/bodies.html",
        bodies=organisation.health_bodies(reads.connection),
        form=page.form(HealthBodyForm),
    )


@pages.post("/health-bodies")
def set_body(form: Annotated[HealthBodyForm, sent(HealthBodyForm)], page: Page) -> RedirectResponse:
    """Make a health body, or say anew where its executive lead is reached."""
    services.set_health_body(
        page.accounts.database, form.name, form.executive_email, by=made_by(page)
    )
    return page.done("/health-bodies", f"{form.name} is on the list.")
