"""A change of rules from a file, in YAML or JSON: every field that is wrong is named."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

import msgspec
import yaml

from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.rules.changes import NewVersion

Written = TypeVar("Written")


def read_rule_change(text: str) -> NewVersion:
    """The version a file describes; raises `ImpossibleFactsError`."""
    return read_fields(text, NewVersion)


def read_fields(text: str, what: type[Written]) -> Written:
    """What a file describes, with exactly the fields of a data class; raises `ImpossibleFactsError`."""
    names = {each.name for each in fields(what)}  # type: ignore[arg-type]
    try:
        found: Any = yaml.safe_load(text)
    except yaml.YAMLError:
        raise _wrong("", "This file is neither YAML nor JSON.") from None
    if not isinstance(found, dict):
        raise _wrong(
            "",
            f"A change is written as fields: {', '.join(sorted(names))}.",
        )
    missing, unknown = sorted(names - set(found)), sorted(str(each) for each in set(found) - names)
    if missing or unknown:
        says = [
            *(f"{each} is missing" for each in missing),
            *(f"{each} is no field" for each in unknown),
        ]
        raise _wrong("", f"In this file {'; '.join(says)}.")
    plain = {name: _plain(value) for name, value in found.items()}
    try:
        return msgspec.convert(plain, what)
    except msgspec.ValidationError as error:
        raise _wrong("", f"In this file: {error}.") from None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _wrong(field: str, says: str) -> ImpossibleFactsError:
    return ImpossibleFactsError(Impossible(f"/{field}" if field else "", says))
