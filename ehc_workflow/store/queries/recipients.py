"""Who the recipients of messages are, by the names that people know them by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ehc_workflow.store.rows import Rows

_NAMES = {
    "seat": ("SELECT id, name FROM seat WHERE", "the seat “{}”"),
    "team_managers": ("SELECT id, name FROM team WHERE", "managers of “{}”"),
    "head_of_service": ("SELECT id, name FROM authority WHERE", "head of service, {}"),
    "decision_makers": ("SELECT id, name FROM authority WHERE", "decision-makers, {}"),
    "service": ("SELECT id, name FROM service WHERE", "{}"),
    "service_lead": ("SELECT id, name FROM service WHERE", "lead of {}"),
    "executive_lead": ("SELECT id, name FROM service WHERE", "executive lead for {}"),
    "dco": ("SELECT id, name FROM authority WHERE", "designated clinical officer, {}"),
}


def names_of(rows: Rows, recipients: Iterable[str]) -> Mapping[str, str]:
    """A name for each recipient, `seat:ID` and the like; one statement for each kind that is among them."""
    wanted = list(recipients)
    ids: dict[str, set[str]] = {}
    for each in wanted:
        kind, name = _parts(each)
        ids.setdefault(kind, set()).add(name)
    known = {kind: _read(rows, kind, names) for kind, names in ids.items() if kind in _NAMES}
    return {each: _name(each, known) for each in wanted}


def _parts(recipient: str) -> tuple[str, str]:
    """Its kind, and the id that has a name: of `dco:AUTHORITY/SERVICE` the authority."""
    kind, _, name = recipient.partition(":")
    return kind, name.partition("/")[0]


def _read(rows: Rows, kind: str, ids: set[str]) -> dict[str, str]:
    sql, _ = _NAMES[kind]
    return dict(rows.all(f"{sql} {rows.one_of('id')}", rows.listed(sorted(ids))))


def _name(recipient: str, known: Mapping[str, Mapping[str, str]]) -> str:
    kind, name = _parts(recipient)
    if name not in known.get(kind, {}):
        return kind.replace("_", " ")
    return _NAMES[kind][1].format(known[kind][name])
