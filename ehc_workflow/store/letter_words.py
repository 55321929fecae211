"""An authority's own words for parts of its letters, among its settings."""

from __future__ import annotations

from ehc_workflow.domain.letter_words import NO_OWN_WORDS, LetterWords
from ehc_workflow.store.authority_settings import Choice

LETTER_WORDS: Choice[LetterWords] = Choice("letter_words", NO_OWN_WORDS)
