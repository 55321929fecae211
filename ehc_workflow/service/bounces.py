"""Delivery reports of mail servers, put on file with the message that they are about."""

from __future__ import annotations

from datetime import datetime

from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.notify.bounces import NotAReportError, Report, read_report
from ehc_workflow.store import delivery_outcomes
from ehc_workflow.store.engine import Database

LARGEST = 10_000_000
"""No report is larger, and no mailbox may fill the memory."""


def take_in(database: Database, content: bytes, now: datetime) -> str:
    """Keep what one report says; what was kept, in a sentence.

    Raises `ImpossibleFactsError` for a mail that is no report, and `NotFoundError` where it is about no message that
    went from here, or one that is known to have come back.
    """
    if len(content) > LARGEST:
        raise ImpossibleFactsError(Impossible("", "This mail is too large for a delivery report."))
    try:
        report = read_report(content)
    except NotAReportError as error:
        raise ImpossibleFactsError(Impossible("", str(error))) from None
    if not (report.came_back or report.was_delivered):
        return f"Message {report.key} is still on its way ({report.action}, {report.status})."
    with database.writing() as connection:
        if report.came_back:
            detail = _came_back(report)
            known = delivery_outcomes.mark_bounced(connection, report.key, now, detail=detail)
        else:
            known = delivery_outcomes.mark_delivered(
                connection, report.key, now, detail="The mail server put it into the mailbox."
            )
    if not known:
        raise NotFoundError("No message of this number went from here, or it had come back before.")
    return f"Message {report.key} {'came back' if report.came_back else 'was delivered'}."


_REASONS = {
    "5.1": "there is no such mailbox",
    "5.2": "the mailbox takes nothing",
    "5.3": "the mail system takes nothing",
    "5.4": "no way to the mail server was found",
    "5.7": "the mail server refuses it",
    "4": "it could not be delivered in time",
}


def _came_back(report: Report) -> str:
    why = next((says for code, says in _REASONS.items() if report.status.startswith(code)), "")
    return f"The mail server sent it back ({report.status}){f': {why}' if why else ''}."
