"""What a reader of a plan would stumble over, found in its items by rules that each give a reason.

A finding refuses nothing: what a plan may not go without is a guard. Each belongs to a criterion, so that a checker
answers with the findings before them, and only a person judges.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.domain.plan_items import PROVISION, met_from
from ehc_workflow.domain.reading_age import reading_age
from ehc_workflow.domain.specificity import says_when, terms_in
from ehc_workflow.rules.plan_criteria import Criterion
from ehc_workflow.rules.plan_wording import EDUCATES_OR_TRAINS, JARGON, OLDEST_READER
from ehc_workflow.rules.vague_wording import VAGUE_TERMS, VagueTerm

_MET_BY = {"B": frozenset({"F"}), "C": frozenset({"G", "F"}), "D": frozenset({"H1", "H2"})}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: under which criterion, in which section and item, and why, as the rest of a sentence."""

    criterion: Criterion
    section: str
    item_id: str | None
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whom a plan is about, and what else stands beside it: names of other children that its words may not hold.

    `lost` counts recommendations of the advice that are neither in the plan nor left out with a reason.
    `year_9_by` is the last day for the final plan, where year 9 begins before it and nothing prepares for adulthood.
    `today` is the day of reading: an outcome whose day is over on it cannot be worked for.
    """

    given_name: str
    other_names: frozenset[str] = frozenset()
    lost: int = 0
    year_9_by: date | None = None
    today: date | None = None


def findings(
    items: Sequence[PlanItem], about: About, vague: tuple[VagueTerm, ...] = VAGUE_TERMS
) -> tuple[Finding, ...]:
    """Everything found, in the order of the criteria and, within one, of the plan."""
    found = [
        *_needs(items, about),
        *(each for item in items for each in _outcome(item, about)),
        *(each for item in items for each in _provision(item, vague)),
        *(each for item in items for each in _evidence(item)),
        *(each for item in items for each in _section(item)),
        *_adulthood(about),
        *_voice(items, about),
        *(each for item in items for each in _plain(item, about)),
        *_two_pronouns(items),
    ]
    return tuple(sorted(found, key=lambda one: list(Criterion).index(one.criterion)))


def words_used(items: Iterable[PlanItem]) -> set[str]:
    """Words with a capital that begin no sentence: what could be a name. For asking which are of other children."""
    return {
        word
        for item in items
        for said in (item.text, item.by_whom, item.qualified)
        for sentence in _SENTENCE_ENDS.split(said)
        for word in _WORD.findall(sentence)[1:]
        if word[0].isupper() and not word.isupper()
    }


_SENTENCE_ENDS = re.compile(r"[.!?:]\s|\n+")
_WORD = re.compile(r"[^\W\d_][^\W\d_’'-]*(?:[’'-][^\W\d_]+)*")


def _needs(items: Sequence[PlanItem], about: About) -> Iterator[Finding]:
    met = {section: met_from(items, by) for section, by in _MET_BY.items()}
    for need in items:
        if need.section in met and not need.none_found and need.id not in met[need.section]:
            provision = " or ".join(sorted(_MET_BY[need.section]))
            says = f"no provision in section {provision} meets this need"
            yield Finding(Criterion.NEEDS, need.section, need.id, says)
    if about.lost:
        many = "recommendation is" if about.lost == 1 else "recommendations are"
        says = f"{about.lost} {many} neither in the plan nor left out with a reason"
        yield Finding(Criterion.NEEDS, "", None, says)


def _outcome(item: PlanItem, about: About) -> Iterator[Finding]:
    if item.section != "E":
        return
    if item.achieve_by is None and not says_when(item.text):
        yield Finding(Criterion.OUTCOMES, "E", item.id, "does not say by when it is to be reached")
    if item.achieve_by and about.today and item.achieve_by < about.today:
        says = f"was to be reached by {in_words(item.achieve_by)}: that day is over"
        yield Finding(Criterion.OUTCOMES, "E", item.id, says)
    if not item.meets:
        yield Finding(Criterion.OUTCOMES, "E", item.id, "is for no need of the plan")
    if _GIVES.search(item.text):
        says = "says what is given, not what the child or young person will be able to do"
        yield Finding(Criterion.OUTCOMES, "E", item.id, says)


def _provision(item: PlanItem, vague: tuple[VagueTerm, ...]) -> Iterator[Finding]:
    if item.section not in PROVISION or item.none_found:
        return
    asked = {
        "does not say how much": item.amount,
        "does not say how often": item.frequency,
        "does not say by whom": item.by_whom,
        "does not say how qualified or trained they are": item.qualified
        or _TRAINED.search(item.by_whom),
    }
    for says, said in asked.items():
        if not said:
            yield Finding(Criterion.PROVISION, item.section, item.id, says)
    for term in terms_in(vague, item.text, item.amount, item.frequency, item.by_whom):
        says = f"says “{term.words}”: {term.instead}"
        yield Finding(Criterion.PROVISION, item.section, item.id, says)
    if not item.meets:
        says = "is for no outcome and no need of the plan"
        yield Finding(Criterion.PROVISION, item.section, item.id, says)


def _adulthood(about: About) -> Iterator[Finding]:
    """Before the draft goes: what is missing at the final plan then needs a fresh draft and fresh time."""
    if about.year_9_by is not None:
        says = (
            f"year 9 has begun by {in_words(about.year_9_by)}, the last day for the final plan: then the plan must "
            "have provision that prepares for adulthood (reg 12(3))"
        )
        yield Finding(Criterion.PROVISION, "", None, says)


_TRAINED = re.compile(
    r"\b(?:qualified|trained|registered|specialist|chartered|teacher|therapist|psychologist|nurse|worker)\b",
    re.IGNORECASE,
)


def _evidence(item: PlanItem) -> Iterator[Finding]:
    if item.section not in ("A", "J") and not item.sources:
        says = "rests on no advice and on nothing the family said"
        yield Finding(Criterion.EVIDENCE, item.section, item.id, says)


_GIVES = re.compile(
    r"\b(?:will (?:be given|be provided|receive|have access)|to be provided|(?:\d+|two|three|four|five) "
    r"(?:minutes|hours|sessions) (?:a|per|each|every) )",
    re.IGNORECASE,
)
_TEACHES = re.compile(
    r"\b(?:speech|language|occupational|physio)\w*(?: and \w+)? (?:therapy|therapist)",
    re.IGNORECASE,
)
_IS_HARD = re.compile(
    r"\b(?:difficult(?:y|ies)|finds? it hard|struggles?|delay(?:ed)?|cannot)\b", re.IGNORECASE
)


def _section(item: PlanItem) -> Iterator[Finding]:
    if item.section in _MET_BY and _GIVES.search(item.text):
        says = "says what is given: provision belongs to section F, G, H1 or H2"
        yield Finding(Criterion.SECTIONS, item.section, item.id, says)
    says_nothing_given = item.section in PROVISION and not (item.amount or item.frequency)
    if says_nothing_given and not item.none_found and _IS_HARD.search(item.text):
        says = "says what is hard: needs belong to section B, C or D"
        yield Finding(Criterion.SECTIONS, item.section, item.id, says)
    if item.section == "G" and _TEACHES.search(item.text):
        law = EDUCATES_OR_TRAINS.place
        says = f"is therapy that may educate or train: then it belongs to section F, {law}"
        yield Finding(Criterion.SECTIONS, item.section, item.id, says)


def _voice(items: Sequence[PlanItem], about: About) -> Iterator[Finding]:
    views = [item for item in items if item.section == "A"]
    if not any(item.sources for item in views):
        says = "section A rests on no views that were given"
        yield Finding(Criterion.VOICE, "A", None, says)


def _plain(item: PlanItem, about: About) -> Iterator[Finding]:
    for term in terms_in(JARGON, item.text, item.by_whom, item.qualified):
        says = f"says “{term.words}”: {term.instead}"
        yield Finding(Criterion.PLAIN, item.section, item.id, says)
    age = reading_age(item.text)
    if age is not None and age > OLDEST_READER:
        says = f"reads as for somebody of {age}: make its sentences and words shorter"
        yield Finding(Criterion.PLAIN, item.section, item.id, says)
    for name in sorted(words_used([item]) & about.other_names - {about.given_name}):
        says = (
            f"says “{name}”, the name of another child on file: is this line about somebody else?"
        )
        yield Finding(Criterion.PLAIN, item.section, item.id, says)


_HE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)


def _two_pronouns(items: Sequence[PlanItem]) -> Iterator[Finding]:
    """Words taken over from another child's papers give themselves away: most lines say one, and a few the other."""
    said = {item.id: (bool(_HE.search(item.text)), bool(_SHE.search(item.text))) for item in items}
    count = Counter(he for he, she in said.values() if he != she)
    if not count[True] or not count[False]:
        return
    fewer = count[True] < count[False]
    word, others = ("he", "she") if fewer else ("she", "he")
    for item in items:
        he, she = said[item.id]
        if he != she and he == fewer:
            says = (
                f"says “{word}” where other lines say “{others}”: is this line about somebody else?"
            )
            yield Finding(Criterion.PLAIN, item.section, item.id, says)
