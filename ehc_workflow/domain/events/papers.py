"""What happened to a document that lay under the wrong child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSealed(Event):
    """A document of this case is about another child, and is closed."""

    kind: ClassVar[str] = "document_sealed"
    document_id: str
    sealed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentUnsealed(Event):
    """A document that was sealed by mistake is open again."""

    kind: ClassVar[str] = "document_unsealed"
    document_id: str
    unsealed_on: date
