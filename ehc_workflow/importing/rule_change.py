"""A new version of a rule from a file, in YAML or JSON: every field that is wrong is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import yaml

from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.rules.changes import NewVersion


def read_rule_change(text: str) -> NewVersion:
    """The version a file describes, with exactly the fields of `NewVersion`; raises `ImpossibleFactsError`."""
    try:
        found: Any = yaml.safe_load(text)
    except yaml.YAMLError:
        raise _wrong("", "This file is neither YAML nor JSON.") from None
    if not isinstance(found, dict):
        raise _wrong(
            "",
            "A change of a rule is written as fields: code, number, counting, first_day and so on.",
        )
    names = set(NewVersion.__slots__)
    missing, unknown = sorted(names - set(found)), sorted(str(each) for each in set(found) - names)
    if missing or unknown:
        says = [
            *(f"{each} is missing" for each in missing),
            *(f"{each} is no field" for each in unknown),
        ]
        raise _wrong("", f"In this file {'; '.join(says)}.")
    plain = {name: _plain(value) for name, value in found.items()}
    try:
        return msgspec.convert(plain, NewVersion)
    except msgspec.ValidationError as error:
        raise _wrong("", f"In this file: {error}.") from None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _wrong(field: str, says: str) -> ImpossibleFactsError:
    return ImpossibleFactsError(Impossible(f"/{field}" if field else "", says))
