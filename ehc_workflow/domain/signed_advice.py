"""The words of advice that were signed, in the order in which the log's digest of them is taken.

What could be said only later stands under its name, and only where something was said: the digest of advice that was
signed before stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ehc_workflow.domain.commands import MarkedParagraph, Paragraph

SAID_LATER = ("until_when", "plan_section")
"""What a paragraph could not say at first, in the order in which it came to be asked for."""


def marked_words(paragraphs: Iterable[MarkedParagraph]) -> Iterator[str]:
    """What was marked out in files: each paragraph, then the file and the page that it was read on."""
    for each in paragraphs:
        yield from (each.kind, each.text, each.amount, each.frequency, each.by_whom)
        yield from (each.until_when, each.plan_section or "", each.document_id, each.page)


def signed_words(
    author_name: str, author_role: str, how_seen: str, paragraphs: Iterable[Paragraph]
) -> Iterator[str]:
    """Author and role, how the child or young person was seen, then each paragraph."""
    yield from (author_name, author_role)
    if how_seen:
        yield from ("how_seen", how_seen)
    for each in paragraphs:
        yield from (each.kind, each.text, each.amount, each.frequency, each.by_whom)
        for name in SAID_LATER:
            if said := getattr(each, name):
                yield from (name, said)


def joined_words(author_name: str, author_role: str, joint_with: str) -> Iterator[str]:
    """Who signs advice that others gave too, and the contribution that holds its words, whose own digest is taken."""
    yield from (author_name, author_role, "joint_with", joint_with)


def words_around_views(
    voice: str,
    ways: Iterable[str],
    language: str,
    helped_by: str,
    support: str,
    support_by: str,
) -> Iterator[str]:
    """What stands with views beside the words themselves: whose they are, how they were had, what help there was."""
    yield from (voice, *ways, language, helped_by, support, support_by)
