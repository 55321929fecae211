"""Own words of an authority for a part of a letter: filled for one case, and what no own words may do.

A part that the law requires keeps its built-in words, with the authority's around them: `{built_in}` stands in it once.
Where the built-in words are missing because nobody has set whom to turn to, own words do not stand in for them: the
part stays empty, and the letter is refused until somebody writes it.
"""

from __future__ import annotations

import re

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.case import Letter
from ehc_workflow.domain.letter_words import BUILT_IN, FIELDS, LONGEST
from ehc_workflow.domain.notices import required_content
from ehc_workflow.service.letter_parts import AUTOMATIC
from ehc_workflow.service.letter_writing import CONTACT, OPENING, Writing
from ehc_workflow.service.mail_words import fault_of_fields, fields_of

_FIELD = re.compile(r"\{([a-z_]+)\}")


def is_locked(letter: Letter, part: str) -> bool:
    """Whether a part keeps its built-in words: the law requires it, or it says whom to ask."""
    return part == CONTACT or part in {content.key for content in required_content(letter)}


def fault_of(letter: Letter, part: str, words: str) -> str:
    """What is wrong with own words, in a sentence that says what to do; empty where nothing is."""
    if not words.strip():
        return "Enter the words. To have the built-in ones again, take the last change back."
    if len(words) > LONGEST:
        return f"Keep it to {LONGEST:,} characters."
    fault = fault_of_fields(words, FIELDS, where="for letters", such_as=BUILT_IN)
    if fault:
        return fault
    if is_locked(letter, part) and fields_of(words).count(BUILT_IN) != 1:
        return (
            "Put {built_in} in it, once: this part must be in the letter, and its words stay. "
            "Write what you want to add before or after it."
        )
    return ""


def in_own_words(letter: Letter, part: str, own: str, built_in: str, w: Writing) -> str:
    """One part of a letter in the authority's words; in the built-in ones where it has none that can be used."""
    if not own or fault_of(letter, part, own) or (is_locked(letter, part) and not built_in.strip()):
        return built_in
    values = {
        BUILT_IN: built_in,
        "authority": w.authority,
        "reference": w.case.reference,
        "addressee": w.addressee,
        "child": w.who,
        "received_on": in_words(w.case.received_on),
    }
    words = _FIELD.sub(lambda found: values[found[1]], own)
    says_so = part != OPENING or not w.automatic or AUTOMATIC in words
    return words if says_so else f"{AUTOMATIC}\n\n{words}"
