"""What `ehc demo` says when it is ready: where it is, whom one can be, and what to try in which order."""

from __future__ import annotations

from collections.abc import Sequence

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.actors import Role
from ehc_workflow.settings import Settings
from ehc_workflow.simulate import showcase

DOES = {
    Role.CASEWORKER: "the work of the day, case by case",
    Role.DECISION_MAKER: "decides, refuses, places, signs",
    Role.PLAN_WRITER: "writes plans from the advice",
    Role.DCO: "one desk for all health advice",
    Role.HEALTH_ADMINISTRATOR: "files and sends on health advice",
    Role.SOCIAL_CARE: "what social care owes, by when",
    Role.PSYCHOLOGY: "what the psychology service owes",
    Role.SETTING: "one school's own requests",
    Role.MANAGER: "what is late, with whom, and why",
    Role.FAMILY: "one family, its own case",
    Role.AUDITOR: "reads everything, changes nothing",
    Role.ADMINISTRATOR: "brings in caseloads, seats people",
}


def opening(settings: Settings, sign_ins: Sequence[tuple[Role, str, str]]) -> str:
    """The address, the day, and every sign-in."""
    password = settings.shared_password
    day = f"{settings.today:%A} {in_words(settings.today)}" if settings.today else "today"
    lines = [
        "",
        f"  {settings.authority_name} is ready at {settings.address}",
        "",
        f"  Every person in it is invented, and it is always {day}.",
        f"  Password for everybody: {password.get_secret_value() if password else ''}",
        "",
    ]
    widest = max(len(email) for _, email, _ in sign_ins)
    lines += [f"    {email:<{widest}}   {DOES.get(role, '')}" for role, email, _ in sign_ins]
    return "\n".join(lines)


def what_to_try(settings: Settings) -> str:
    """The shown cases, most urgent first, and how to run the other commands on the same day."""
    lines = ["", "  Try, in this order (type the name into the search):", ""]
    lines += [
        f"    {number}. {shown.name}: {shown.shows}. As {shown.look_as}."
        for number, shown in enumerate(showcase.SHOWN, start=1)
    ]
    lines += [
        "",
        f"  Other commands need the same day: EHC_TODAY={settings.today} .venv/bin/ehc sweep",
        "  Stop with Ctrl-C. What you change stays until you take the database away.",
        "",
    ]
    return "\n".join(lines)
