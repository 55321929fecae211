"""The one error family: every refusal the product makes is one of these."""

from __future__ import annotations

from dataclasses import dataclass


class EhcError(Exception):
    """Something in the EHC workflow went wrong."""

    def __init__(self, message: str | None = None) -> None:
        """The class's docstring is the message unless a better sentence is given."""
        default = (self.__class__.__doc__ or "").strip().splitlines()
        super().__init__(message or (default[0] if default else self.__class__.__name__))

    @property
    def message(self) -> str:
        """The sentence a person reads; it never holds a child's data."""
        return str(self.args[0])


class NotFoundError(EhcError):
    """There is no such thing, or it is not yours to know of."""


class NotPermittedError(EhcError):
    """Your role may not do this."""


class NotSignedInError(EhcError):
    """Sign in to go on."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """One precondition that is not met: what it says, the provision it comes from, and its name."""

    says: str
    citation: str
    guard: str


class TransitionRefusedError(EhcError):
    """This step is not open now."""

    def __init__(
        self, message: str, *, unmet: tuple[Unmet, ...] = (), allowed: tuple[str, ...] = ()
    ) -> None:
        """`unmet` names every unmet guard, not only the first; `allowed` the steps open now."""
        super().__init__(message)
        self.unmet = unmet
        self.allowed = allowed


class StaleCaseError(EhcError):
    """Someone changed this case first."""

    def __init__(self, version: int) -> None:
        """`version` is the case's version now."""
        super().__init__(
            "Someone changed this case first. What you typed is still here: "
            "look at what changed, then send it again."
        )
        self.version = version


class StaleItemError(StaleCaseError):
    """Somebody else wrote here in the meantime."""

    def __init__(self, version: int, pointers: tuple[str, ...]) -> None:
        """`version` is the case's version now; `pointers` names each item that is not as it was seen."""
        super().__init__(version)
        self.args = (
            "Somebody else changed this item of the plan in the meantime. What you typed is still here: "
            "look at theirs, take over what is needed, then save again.",
        )
        self.pointers = pointers


@dataclass(frozen=True, slots=True)
class Impossible:
    """One fact that cannot be true: a JSON pointer to the field, and why, in a sentence."""

    pointer: str
    detail: str


class ImpossibleFactsError(EhcError):
    """These facts cannot be true together."""

    def __init__(self, *errors: Impossible, message: str | None = None) -> None:
        """`errors` names every field that is wrong."""
        super().__init__(message or " ".join(error.detail for error in errors) or None)
        self.errors = errors


class RuleBookError(EhcError):
    """The rule book has no rule for this day, or two."""
