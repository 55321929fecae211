"""The draft words of the letter that consults a setting: what is asked, what goes with it, and by when."""

from __future__ import annotations

from ehc_workflow.domain.case import Case
from ehc_workflow.service.letter_writing import Service
from ehc_workflow.store.queries.case_page import CaseFile


def consultation_letter(file: CaseFile, *, days: int) -> str:
    """One letter for every setting that is asked, ready to be edited; `days` are those it has to answer."""
    contact = Service.read(file.authority_settings.get("contact")).in_words
    return "\n\n".join(
        part
        for part in (
            "Dear colleague",
            f"{file.authority} is preparing an education, health and care plan for {file.child.name}, born "
            f"{file.child.date_of_birth.day} {file.child.date_of_birth:%B %Y}. {_why(file.case)}",
            "With this letter are the draft plan and the advice it was written from. Please read section F, and tell "
            "us whether you can make the provision it sets out. If you say that you should not be named, tell us on "
            "which ground of section 39(4) of the Children and Families Act 2014, and why for this child or young "
            "person: that the setting is unsuitable for the age, ability, aptitude or special educational needs, or "
            "that attendance would not fit with the efficient education of others or the efficient use of resources.",
            _again(file.case),
            f"Please answer within {days} days of the day of this letter (Code of Practice, 9.83). We weigh what you "
            "say before we decide. If we have not heard from you by then, we may decide without your answer.",
            f"If anything is unclear, please ask us: {contact}." if contact else "",
            f"Yours faithfully\n\n{file.authority}",
        )
        if part
    )


def _again(case: Case) -> str:
    """The one letter goes to those asked for the first time and to those asked again alike."""
    if not case.settings_to_consult_again:
        return ""
    return (
        "If we have consulted you before: this draft takes the place of the one that we sent you then. Please answer "
        "again, on this one."
    )


def _why(case: Case) -> str:
    """Whether s39(2) or s40(3) asks for it: where nobody asked for a setting, it is thought of."""
    if case.settings_asked_for:
        return "We consult every school or other institution that was asked for or is considered (section 39(2))."
    return "We consult you because we consider naming your school or other institution (section 40(3))."
