"""What may be asked about a document that lies under the wrong child."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.commands.command import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class SealDocument(Command):
    """The document is about another child: nobody opens it any more but who works on the mistake."""

    step: ClassVar[str] = "seal_document"
    document_id: str
    sealed_on: date
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """How it was noticed."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsealDocument(Command):
    """The document was sealed by mistake and belongs to this child."""

    step: ClassVar[str] = "unseal_document"
    document_id: str
    unsealed_on: date
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why it belongs here after all."""
        return {"reason": self.reason}
