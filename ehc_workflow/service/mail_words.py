"""The words of every message, by template and version: a reason, one link, and nothing about the child.

Names, dates of birth, needs and letters stay behind a sign-in; a message holds the case's reference, which says nothing
of anybody. A template that has been sent is never changed: new words are a new version.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Any

from ehc_workflow.dates.words import with_weekday
from ehc_workflow.rules.ladders import Level


class NoWordsError(Exception):
    """There is no template of this name and version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The words of one kind of message. `path` is where its one link leads.

    `sms` is what it says as a text message; one without goes by another road.
    """

    subject: str
    body: str
    path: str
    sms: str = ""

    @property
    def fields(self) -> frozenset[str]:
        """What its words may be filled with: whatever the built-in ones are, and its link."""
        words = (self.subject, self.body, self.sms)
        return frozenset(field for each in words for field in fields_of(each)) | {"link"}


_CASE = "/assessments/{assessment_id}"
_FOOT = "\n\nThis message was made automatically. It leaves out the child's or young person's details on purpose.\n"

TEMPLATES: dict[tuple[str, int], Template] = {
    ("deadline_alert", 1): Template(
        subject="{level}: {duty} ({reference})",
        body="Case {reference} needs you.\n\n{reason}\n\nOpen the case: {link}" + _FOOT,
        path=_CASE,
    ),
    ("alert_digest", 1): Template(
        subject="Your alerts on {on}: {total}",
        body="{total} alerts wait for you.\n\nLimits of the law that have passed: {law}\n"
        "Late by guidance or our own targets: {other}\nDue now or at risk: {near}\n\n"
        "The most urgent:\n\n{lines}\n\nOpen your alerts: {link}" + _FOOT,
        path="/alerts",
    ),
    ("alert_delegated", 1): Template(
        subject="An alert was given to you: case {reference}",
        body="An alert on case {reference} was given to your seat by a colleague, who says why.\n\n"
        "Open it: {link}" + _FOOT,
        path="/alerts/{alert_id}",
    ),
    ("advice_reminder", 1): Template(
        subject="Automatic reminder: advice for case {reference}",
        body="This is an automatic reminder about a request for advice, case {reference}.\n\n{reason}\n\n"
        "Give the advice, or say what stands in its way: {link}" + _FOOT,
        path="/desk/requests/{ref}",
    ),
    ("advice_escalated", 1): Template(
        subject="Late advice brought to you: case {reference}",
        body="Advice for case {reference} has not come, and whoever owes it has been reminded.\n\n{reason}\n\n"
        "A waiting list or a vacancy explains a delay; it does not excuse one.\n\nSee the request: {link}"
        + _FOOT,
        path="/desk/requests/{ref}",
    ),
    ("advice_asked", 1): Template(
        subject="Request for advice: case {reference}",
        body="You are asked for advice for an education, health and care needs assessment, case {reference}.\n\n"
        "The request says what is asked, by when and under which provision. Say when you received it, and give your "
        "advice there: {link}" + _FOOT,
        path="/desk/requests/{request_id}",
    ),
    ("advice_owed_after_all", 1): Template(
        subject="New advice is needed: case {reference}",
        body="An existing report was found to be enough for case {reference}, but not everybody agreed to it.\n\n"
        "New advice is needed after all. The day it is due stays as it was.\n\nSee the request: {link}"
        + _FOOT,
        path="/desk/requests/{request_id}",
    ),
    ("advice_returned", 1): Template(
        subject="Your advice needs more: case {reference}",
        body="Your advice for case {reference} came back to you with its gaps named.\n\n"
        "Please send it again by {back_by}. The day it was first due stays as it was.\n\nSee what is missing: {link}"
        + _FOOT,
        path="/desk/requests/{request_id}",
    ),
    ("advice_to_sign", 1): Template(
        subject="Advice to sign: case {reference}",
        body="Another service gave advice for case {reference} and says that it was written together with you.\n\n"
        "Read it, and sign it for your service if it is yours too; or give advice of your own. The day yours is due "
        "stays as it is: {link}" + _FOOT,
        path="/desk/requests/{request_id}",
    ),
    ("question_asked", 1): Template(
        subject="A question about your advice: case {reference}",
        body="Whoever writes the plan in case {reference} has a question about advice that you gave.\n\n"
        "Your advice stays as it was accepted. Read the question and answer it: {link}" + _FOOT,
        path="/desk/requests/{request_id}",
    ),
    ("question_answered", 1): Template(
        subject="A question about advice was answered: case {reference}",
        body="A question that was asked about advice in case {reference} has its answer.\n\n"
        "Read it beside the plan: {link}" + _FOOT,
        path=_CASE + "/plan",
    ),
    ("invitation", 1): Template(
        subject="You are asked for advice: case {reference}",
        body="You are asked for advice for an education, health and care needs assessment, case {reference}.\n\n"
        "You need no account. This link is for you and this request alone. Open it, and a code is sent to this "
        "address: {link}\n\n"
        "It ends when the advice is given, and on {last_day} at the latest. Please do not pass it on."
        + _FOOT,
        path="/invited/{token}",
    ),
    ("invitation_code", 1): Template(
        subject="Your code",
        body="Your code is {code}. It holds for a quarter of an hour.\n\n"
        "Type it on the page you opened with your link ({link}). If you asked for none, somebody else has your link: "
        "tell whoever sent it to you." + _FOOT,
        path="/",
    ),
    ("letter_waiting", 1): Template(
        subject="There is a letter for you",
        body="There is a letter for you about case {reference}.\n\nSign in to read it: {link}\n\n"
        "If you cannot sign in, ask us for the letter on paper or in another form." + _FOOT,
        path="/",
        sms="There is a letter for you about case {reference}. Sign in to read it: {link}",
    ),
    ("family_wrote", 1): Template(
        subject="A family wrote: case {reference}",
        body="A message of the family of case {reference} waits for a reply.\n\nRead it and reply: {link}"
        + _FOOT,
        path=_CASE + "/messages",
    ),
    ("reply_waiting", 1): Template(
        subject="There is something for you",
        body="There is a reply for you about case {reference}.\n\nSign in to read it: {link}\n\n"
        "If you cannot sign in, ask us for it on paper or in another form." + _FOOT,
        path="/family/messages",
    ),
    ("draft_response", 1): Template(
        subject="A family responded to the draft: case {reference}",
        body="The family of case {reference} responded to the draft plan.\n\n"
        "Read what it says and answer: {link}" + _FOOT,
        path=_CASE + "/draft-with-family",
    ),
    ("draft_reply_waiting", 1): Template(
        subject="There is an answer for you about the draft",
        body="There is an answer for you about the draft plan, case {reference}.\n\nSign in to read it: {link}\n\n"
        "If you cannot sign in, ask us for it on paper or in another form." + _FOOT,
        path="/family/draft",
    ),
    ("setting_consulted", 1): Template(
        subject="Consultation on a draft plan: case {reference}",
        body="You are consulted on a draft education, health and care plan, case {reference}.\n\n"
        "The draft, the advice sent with it and the day to reply by are here: {link}" + _FOOT,
        path="/",
    ),
    ("consultation_sent", 1): Template(
        subject="Consultation on a draft plan: case {reference}",
        body="You are consulted on a draft education, health and care plan, case {reference}.\n\n"
        "The draft and the day to answer by are here, and so is the form to answer with: {link}"
        + _FOOT,
        path="/children/{assessment_id}/consultations/{consultation_id}",
    ),
    ("plan_for_setting", 1): Template(
        subject="A final plan names you: case {reference}",
        body="You are named in a final education, health and care plan, case {reference}.\n\n"
        "Read the plan here: {link}" + _FOOT,
        path="/children/{assessment_id}/consultations/{consultation_id}",
    ),
    ("plan_for_health_body", 1): Template(
        subject="A final plan was sent: case {reference}",
        body="A final education, health and care plan was sent in case {reference}. What stands in its section G is "
        "the health body's to arrange.\n\nRead the plan here: {link}" + _FOOT,
        path="/desk/requests/{request_id}/final-plan",
    ),
    ("consultation_reminder", 1): Template(
        subject="Automatic reminder: consultation on a draft plan, case {reference}",
        body="This is an automatic reminder of a consultation on a draft plan, case {reference}.\n\n{reason}\n\n"
        "After that day the local authority may decide without your answer. Answer here: {link}"
        + _FOOT,
        path="/children/{assessment_id}/consultations/{ref}",
    ),
    ("consultation_question", 1): Template(
        subject="A consulted setting needs to know more: case {reference}",
        body="A setting that is consulted on the draft plan of case {reference} asks something before it answers.\n\n"
        "Its time to answer goes on. Read what it asks, and tell it: {link}" + _FOOT,
        path=_CASE,
    ),
    ("channel_stopped", 1): Template(
        subject="Messages are not going out: {road}",
        body="Messages by {road} are not going out. They wait, and nothing is lost.\n\n"
        "One is tried each hour. See why, mend it, and have them sent at once: {link}" + _FOOT,
        path="/messages",
    ),
}

RETIRED = frozenset({"setting_consulted"})
"""What is written no more and may still wait to be sent."""

_DAYS = frozenset({"back_by", "last_day"})
_LEVELS = {
    Level.ON_TRACK: "To know",
    Level.AT_RISK: "At risk",
    Level.DUE_NOW: "Due now",
    Level.LATE: "Late",
}


def words_of(
    template: str, version: int, params: Mapping[str, Any], address: str
) -> tuple[str, str]:
    """The subject and body of one message. `address` is where people reach the pages."""
    subject, body, _ = filled(built_in(template, version), params, address)
    return subject, body


def built_in(template: str, version: int) -> Template:
    """The words that are built in; raises `NoWordsError`."""
    found = TEMPLATES.get((template, version))
    if found is None:
        raise NoWordsError(f"There are no words for the message '{template}', version {version}.")
    return found


def newest(template: str) -> Template:
    """The newest words of this name that are built in; raises `NoWordsError`."""
    versions = [version for name, version in TEMPLATES if name == template]
    return built_in(template, max(versions, default=0))


def has_sms(template: str, version: int) -> bool:
    """Whether there are words for a text message."""
    return bool(built_in(template, version).sms)


def filled(words: Template, params: Mapping[str, Any], address: str) -> tuple[str, str, str]:
    """Subject, body and text message; raises `KeyError` where a field has no value."""
    values = {name: _said(name, value) for name, value in params.items()}
    values["link"] = link_of(words, params, address)
    return (
        words.subject.format_map(values),
        words.body.format_map(values),
        words.sms.format_map(values),
    )


def link_of(words: Template, params: Mapping[str, Any], address: str) -> str:
    """The one address that a message leads to."""
    values = {name: _said(name, value) for name, value in params.items()}
    return address + words.path.format_map(values)


def fields_of(words: str) -> list[str]:
    """The names in braces, in order; raises `ValueError` where a brace has no partner."""
    return [field for _, field, _, _ in Formatter().parse(words) if field is not None]


_MORE_THAN_A_NAME = re.compile(r"\{[^{}]*[!:]")


def fault_of_fields(words: str, known: Collection[str], *, where: str, such_as: str) -> str:
    """What is wrong with the fields of words that somebody typed, in a sentence; empty where nothing is."""
    try:
        fields = fields_of(words)
    except ValueError:
        return (
            f"A brace has no partner: write a field as its name in braces, such as {{{such_as}}}."
        )
    for field in fields:
        if field not in known:
            there_are = ", ".join(f"{{{each}}}" for each in known)
            return f"There is no field {{{field}}} {where}. There are: {there_are}."
    if _MORE_THAN_A_NAME.search(words):
        return f"Write a field as its name in braces and nothing else, such as {{{such_as}}}."
    return ""


def _said(name: str, value: Any) -> str:
    if name == "level":
        return _LEVELS[Level(value)]
    return with_weekday(date.fromisoformat(value)) if name in _DAYS else str(value)
