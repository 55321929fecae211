"""The words of messages as an authority wants them: checked, looked at with a sample, kept with a reason, taken back.

Words may be filled with what the built-in ones of their template are filled with, and with nothing else: there is no
field for a child's data, so no wording can let any out. A message keeps the words it was first made from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.errors import (
    Impossible,
    ImpossibleFactsError,
    NotFoundError,
)
from ehc_workflow.service.counting_changes import By
from ehc_workflow.service.mail_words import (
    RETIRED,
    TEMPLATES,
    Template,
    built_in,
    fault_of_fields,
    fields_of,
    filled,
    newest,
)
from ehc_workflow.service.permissions import authorities_kept
from ehc_workflow.store import message_wording as store
from ehc_workflow.store.delivery import Waiting
from ehc_workflow.store.engine import Database
from ehc_workflow.store.message_wording import OwnWords, WordingOnFile

KEEPERS = frozenset({Role.ADMINISTRATOR})
"""Who words an authority's messages."""
LONGEST_SUBJECT = 150
LONGEST_BODY = 5000
LONGEST_SMS = 306
"""Two parts of a text message, link and all."""
KEPT = ("reason", "code", "back_by", "last_day", "level")
"""What must be said wherever the built-in words say it: the reason, a code, a day, how urgent it is."""
_ANOTHER_LINK = re.compile(r"://|\bwww\.|\bmailto:", re.IGNORECASE)
_GSM = re.compile(
    r"[A-Za-z0-9@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà\n^{}\[\]~|€]*"
)

SAMPLE: dict[str, Any] = {
    "reference": "EHC-ABCDE-12345",
    "assessment_id": "sample",
    "request_id": "sample",
    "ref": "sample",
    "consultation_id": "sample",
    "token": "sample",
    "code": "123456",
    "level": "late",
    "duty": "Give health advice",
    "reason": "Give health advice: was due on Monday 6 April 2026 (reg 8(1)). It is 1 day late and still owed.",
    "back_by": "2026-04-20",
    "last_day": "2026-05-04",
    "road": "GOV.UK Notify",
    "alert_id": "sample",
    "on": "Tuesday 7 April 2026",
    "total": "3",
    "law": "1",
    "other": "1",
    "near": "1",
    "lines": "EHC-ABCDE-12345: Give health advice: was due on Monday 6 April 2026 (reg 8(1)).",
}
"""What words are looked at with: an invented case that says nothing of anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A message's words, filled. `own_version` is the number of the authority's own; None for those built in."""

    subject: str
    body: str
    sms: str
    own_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One kind of message with the words that hold; `change` made them so, none where they are built in."""

    template: str
    words: OwnWords
    change: WordingOnFile | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Words before they are kept, checked, and what they look like with a sample."""

    authority_id: str
    template: str
    words: OwnWords
    undoes: int | None
    sample: Words


def words_for(
    connection: Connection, message: Waiting, params: Mapping[str, Any], address: str
) -> Words:
    """The words of one message: those it was first made from, else the authority's own, else those built in.

    Raises `NoWordsError` for an unknown template, and `KeyError` where a field has no value.
    """
    words, own_version = built_in(message.template, message.version), message.own_version
    if own_version is not None or not message.was_tried:
        found = store.of_message(connection, message, own_version)
        if found is not None and found[1].is_own:
            own_version, own = found
            words = _template(words, own)
    subject, body, sms = filled(words, params, address)
    return Words(subject=subject, body=body, sms=sms, own_version=own_version)


def kept_by(actor: Actor) -> tuple[str, ...]:
    """The authorities whose messages this person words; raises `NotPermittedError` for somebody who words none."""
    return authorities_kept(actor, KEEPERS, "An administrator words the messages of an authority.")


def listed(connection: Connection, authority_id: str) -> list[Listed]:
    """Every kind of message that is still written, with the words that hold."""
    made: dict[str, WordingOnFile] = {
        change.template: change for change in store.changes(connection, authority_id)
    }
    names = sorted({name for name, _ in TEMPLATES} - RETIRED)
    return [
        Listed(template=name, words=_holding(name, made.get(name)), change=made.get(name))
        for name in names
    ]


def one(connection: Connection, authority_id: str, template: str) -> Listed:
    """One kind of message; raises `NotFoundError`."""
    found = next(
        (each for each in listed(connection, authority_id) if each.template == template), None
    )
    if found is None:
        raise NotFoundError(f"There is no message called '{template}'.")
    return found


def _holding(template: str, change: WordingOnFile | None) -> OwnWords:
    if change is not None and change.words.is_own:
        return change.words
    words = newest(template)
    return OwnWords(is_own=False, subject=words.subject, body=words.body, sms=words.sms)


def proposed(
    connection: Connection,
    authority_id: str,
    template: str,
    words: OwnWords,
    address: str,
    *,
    undoes: int | None = None,
) -> Proposed:
    """Words to be kept, with what they look like; raises `ImpossibleFactsError` naming every fault of theirs."""
    holding = one(connection, authority_id, template)
    before = newest(template)
    if words.is_own:
        words = replace(
            words, subject=words.subject.strip(), body=_plain(words.body), sms=words.sms.strip()
        )
        _check(before, words, address)
        if holding.words.is_own and holding.words == words:
            raise ImpossibleFactsError(
                Impossible("/body", "These are the words that hold already.")
            )
    elif not holding.words.is_own:
        raise ImpossibleFactsError(Impossible("/body", "The built-in words hold already."))
    return Proposed(
        authority_id=authority_id,
        template=template,
        words=words,
        undoes=undoes,
        sample=_sample(_template(before, words) if words.is_own else before, address),
    )


def _plain(body: str) -> str:
    return body.replace("\r\n", "\n").strip() + "\n"


def _template(before: Template, own: OwnWords) -> Template:
    return replace(before, subject=own.subject, body=own.body, sms=own.sms)


def _sample(words: Template, address: str) -> Words:
    subject, body, sms = filled(words, SAMPLE, address)
    return Words(subject=subject, body=body, sms=sms)


def undone(
    connection: Connection, authority_id: str, template: str, number: int, address: str
) -> Proposed:
    """The words as they were before change `number`."""
    made = store.changes(connection, authority_id, template)
    if number not in {change.number for change in made}:
        raise NotFoundError(f"There is no change {number} of these words.")
    earlier = store.newest(change for change in made if change.number < number)
    was = earlier.words if earlier else OwnWords(is_own=False)
    return proposed(connection, authority_id, template, was, address, undoes=number)


def apply(database: Database, change: Proposed, by: By, address: str) -> WordingOnFile:
    """Keep the words. Raises `ImpossibleFactsError` without a reason, or where somebody has just kept the same."""
    reason = by.why("the words")
    with database.writing() as connection:
        again = proposed(
            connection,
            change.authority_id,
            change.template,
            change.words,
            address,
            undoes=change.undoes,
        )
        last = store.newest(store.changes(connection, change.authority_id, change.template))
        new = WordingOnFile(
            template=change.template,
            number=last.number + 1 if last else 1,
            words=again.words,
            undoes=change.undoes,
            reason=reason,
            made_by=by.name,
            made_at=by.now,
        )
        store.add(connection, change.authority_id, new)
    return new


# --- what words may be ----------------------------------------------------------------------------------------------


def _check(before: Template, words: OwnWords, address: str) -> None:
    faults = [
        Impossible(f"/{name}", says)
        for name, says in (
            *_faults("subject", words.subject, before, LONGEST_SUBJECT),
            *_faults("body", words.body, before, LONGEST_BODY),
            *_faults("sms", words.sms, before, LONGEST_SMS),
        )
    ]
    faults = faults or [*_unsaid(before, words)]
    if not faults and words.sms:
        faults = [*_too_long_to_text(_template(before, words), address)]
    if faults:
        raise ImpossibleFactsError(*faults)


def _faults(name: str, text: str, before: Template, longest: int) -> list[tuple[str, str]]:
    """What is wrong with one of the texts, by itself."""
    if len(text) > longest:
        return [(name, f"Keep it to {longest} characters.")]
    fault = fault_of_fields(text, sorted(before.fields), where="in this message", such_as="link")
    if fault:
        return [(name, fault)]
    if _ANOTHER_LINK.search(text):
        return [(name, "Leave out other addresses: the message has one link, {link}.")]
    if name == "subject" and ("\n" in text or "\r" in text or "link" in fields_of(text)):
        return [(name, "Keep the subject to one line without the link.")]
    return []


def _unsaid(before: Template, words: OwnWords) -> list[Impossible]:
    """What the words must say and do not."""
    found = []
    if not words.subject:
        found.append(Impossible("/subject", "Enter a subject."))
    for name, text, built in (
        ("body", words.body, before.body + before.subject),
        ("sms", words.sms, before.sms),
    ):
        if name == "sms" and not text:
            continue
        if fields_of(text).count("link") != 1:
            found.append(
                Impossible(f"/{name}", "Put {link} in it, once: it is the way to the rest.")
            )
        said = fields_of(text) + (fields_of(words.subject) if name == "body" else [])
        found += [
            Impossible(f"/{name}", f"Say {{{field}}} in it: people need to read it.")
            for field in KEPT
            if field in fields_of(built) and field not in said
        ]
    return found


def _too_long_to_text(words: Template, address: str) -> list[Impossible]:
    sample = _sample(words, address).sms
    if len(sample) > LONGEST_SMS:
        says = f"With its link the text message has {len(sample)} characters: keep it to {LONGEST_SMS}."
        return [Impossible("/sms", says)]
    if not _GSM.fullmatch(sample):
        return [
            Impossible("/sms", "Use plain letters and straight quotation marks in a text message.")
        ]
    return []
