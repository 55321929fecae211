"""The synthetic authority: teams, services, settings, seats and the invented people in them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.facts import Setting
from ehc_workflow.domain.services import SchoolType, ServiceKind
from ehc_workflow.simulate import terms
from ehc_workflow.simulate.dice import Dice, made_id
from ehc_workflow.simulate.names import FAMILY_NAMES, GIVEN_NAMES, SCHOOL_WORDS, TEAM_NAMES
from ehc_workflow.simulate.panel import PanelCast, found_panel
from ehc_workflow.store import accounts, holdings, organisation, seats
from ehc_workflow.store.engine import Database

DEFAULT_NAME = "Inventshire"
OPEN_CASES_TO_A_CASEWORKER = 75
OPEN_TO_REQUESTS = 0.5
"""Open cases for each request a year: about what a 25-week pace leaves open."""

HEALTH_BODY = "NHS Inventshire Integrated Care Board (made up)"
THERAPIES = (
    "Speech and language therapy",
    "Occupational therapy",
    "Community paediatrics",
    "Child and adolescent mental health",
    "Health visiting",
)
SCHOOL_TYPES = {
    SchoolType.MAINTAINED_MAINSTREAM: 46.0,
    SchoolType.ACADEMY_MAINSTREAM: 30.0,
    SchoolType.MAINTAINED_SPECIAL: 5.0,
    SchoolType.ACADEMY_SPECIAL: 3.0,
    SchoolType.EARLY_YEARS: 9.0,
    SchoolType.MAINTAINED_NURSERY: 3.0,
    SchoolType.FURTHER_EDUCATION: 4.0,
}
_SURE = (
    # Every authority has one of each, however small it is.
    SchoolType.MAINTAINED_MAINSTREAM,
    SchoolType.ACADEMY_MAINSTREAM,
    SchoolType.MAINTAINED_SPECIAL,
    SchoolType.EARLY_YEARS,
    SchoolType.MAINTAINED_NURSERY,
    SchoolType.FURTHER_EDUCATION,
)
_SUFFIX = {
    SchoolType.EARLY_YEARS: "Pre-school",
    SchoolType.MAINTAINED_NURSERY: "Nursery School",
    SchoolType.MAINTAINED_SPECIAL: "Special School",
    SchoolType.ACADEMY_SPECIAL: "Special Academy",
    SchoolType.FURTHER_EDUCATION: "College",
}
SPECIAL = frozenset({SchoolType.MAINTAINED_SPECIAL, SchoolType.ACADEMY_SPECIAL})


@dataclass(frozen=True, slots=True)
class Place:
    """A setting with the person there who gives its advice."""

    service_id: str
    name: str
    kind: SchoolType
    senco: Actor

    @property
    def setting(self) -> Setting:
        """What it is to reg 6(1)(b)."""
        if self.kind is SchoolType.FURTHER_EDUCATION:
            return Setting.POST16
        return Setting.EARLY_YEARS if self.kind is SchoolType.EARLY_YEARS else Setting.SCHOOL


@dataclass(frozen=True, slots=True)
class TeamCast:
    """One team with its people."""

    id: str
    name: str
    manager: Actor
    caseworkers: tuple[Actor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody and every service of the authority."""

    authority_id: str
    name: str
    settings: dict[str, object]
    teams: tuple[TeamCast, ...]
    head_of_service: Actor
    decision_makers: tuple[Actor, ...]
    plan_writers: tuple[Actor, ...]
    auditor: Actor
    administrator: Actor
    health_desk_id: str
    therapies: tuple[str, ...]
    dco: Actor
    health_administrator: Actor
    psychology_id: str
    psychologists: tuple[Actor, ...]
    social_care_id: str
    social_worker: Actor
    other_service_id: str
    places: tuple[Place, ...]
    service_names: dict[str, str]
    panel: PanelCast

    def places_of(self, *kinds: SchoolType) -> list[Place]:
        """The settings of these kinds."""
        return [place for place in self.places if place.kind in kinds]

    def service_name(self, service_id: str | None) -> str:
        """What a service is called; nothing for a case's own family."""
        return self.service_names.get(service_id or "", "")

    def first_of_each_role(self) -> Iterator[tuple[Role, Actor]]:
        """One person in each role, to try the product as."""
        yield Role.CASEWORKER, self.teams[0].caseworkers[0]
        yield Role.DECISION_MAKER, self.decision_makers[0]
        yield Role.PLAN_WRITER, self.plan_writers[0]
        yield Role.DCO, self.dco
        yield Role.HEALTH_ADMINISTRATOR, self.health_administrator
        yield Role.SOCIAL_CARE, self.social_worker
        yield Role.PSYCHOLOGY, self.psychologists[0]
        yield Role.SETTING, self.places[0].senco
        yield Role.MANAGER, self.head_of_service
        yield Role.AUDITOR, self.auditor
        yield Role.ADMINISTRATOR, self.administrator


def slug(name: str) -> str:
    """A name as the part of an address."""
    return "".join(letter for letter in name.lower() if letter.isalnum()) or "authority"


@dataclass(slots=True)
class Founding:
    """Writes the authority's rows in one transaction, each id from the seed."""

    connection: Connection
    seed: int
    name: str
    first_day: date
    until: date
    authority_id: str = field(init=False)
    service_names: dict[str, str] = field(default_factory=dict)
    _taken: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The authority itself comes first."""
        self.authority_id = self.id("authority")

    def id(self, *names: object) -> str:
        """The id of something in this authority."""
        return made_id(self.name, self.seed, *names)

    @property
    def host(self) -> str:
        """Where its invented e-mail goes: nowhere (RFC 2606)."""
        return f"{slug(self.name)}.invalid"

    def authority(self) -> dict[str, object]:
        """The authority with whom its letters point to."""
        known = organisation.authorities(self.connection)
        if self.name in {name for _, name in known}:
            raise ImpossibleFactsError(
                Impossible("/authority", f"{self.name} is there already: choose another name.")
            )
        taken = organisation.dfe_numbers(self.connection)
        free = next(str(n) for n in range(999, 99, -1) if str(n) not in taken)
        settings = self._settings()
        organisation.add_authority(
            self.connection,
            authority_id=self.authority_id,
            name=self.name,
            dfe_number=free,
            settings=settings,
        )
        return settings

    def _settings(self) -> dict[str, object]:
        def service(name: str, at: str, number: int) -> dict[str, str]:
            return {
                "name": f"{name} (invented)",
                "phone": f"01632 9600{number}",
                "email": f"{at}@{self.host}",
                "web": f"https://{at}.{self.host}",
            }

        return {
            "mediation_adviser": service("Fair Hearing Mediation", "mediation", 11),
            "disagreement_resolution": service("Middle Ground", "resolution", 12),
            "sendiass": service(f"{self.name} SENDIASS", "sendiass", 13),
            "contact": service(f"{self.name} SEN service", "sen", 14),
            "complaints": service(f"{self.name} complaints team", "complaints", 16),
            "local_offer": service(f"{self.name} local offer", "localoffer", 15),
        }

    def team(self, name: str) -> str:
        """A team."""
        team_id = self.id("team", name)
        organisation.add_team(
            self.connection, team_id=team_id, authority_id=self.authority_id, name=name
        )
        return team_id

    def service(
        self, kind: ServiceKind, name: str, *, school_type: SchoolType | None = None
    ) -> str:
        """A service that is asked for advice, or a setting."""
        service_id = self.id("service", name)
        self.service_names[service_id] = name
        organisation.add_service(
            self.connection,
            service_id=service_id,
            kind=kind,
            name=name,
            authority_ids=[self.authority_id],
            email=f"office@{slug(name)}.invalid",
            lead_email=f"lead@{slug(name)}.invalid",
            health_body=HEALTH_BODY if kind is ServiceKind.HEALTH else None,
            school_type=school_type,
            confirmed_on=self._address_confirmed_on(name),
        )
        return service_id

    def _address_confirmed_on(self, name: str) -> date | None:
        """Most were asked at some time of the last year; of one in twelve nobody ever confirmed it."""
        dice = Dice(self.seed, "address", name)
        return None if dice.chance(1 / 12) else self.until - timedelta(days=dice.number(5, 300))

    def person(
        self,
        role: Role,
        seat_name: str,
        *,
        team_id: str | None = None,
        service_id: str | None = None,
        assessment_id: str | None = None,
        name: str = "",
    ) -> Actor:
        """Somebody new in a seat of their own. The first of each role has the role as address."""
        count = self._taken[role.value] = self._taken.get(role.value, 0) + 1
        seat = Seat(
            id=self.id("seat", role, count),
            role=role,
            authority_id=self.authority_id,
            team_id=team_id,
            service_id=service_id,
            assessment_id=assessment_id,
        )
        dice = Dice(self.seed, "person", role, count)
        name = name or f"{dice.one_of(GIVEN_NAMES)} {dice.one_of(FAMILY_NAMES)}"
        actor = Actor(id=self.id("user", role, count), name=name, seats=(seat,))
        box = role.value.replace("_", "-") + ("" if count == 1 else f"-{count}")
        opened = datetime.combine(self.first_day, time(9), tzinfo=UTC)
        account = accounts.Account(
            id=actor.id, email=f"{box}@{self.host}", name=name, active=True, password_hash=None
        )
        accounts.add_account(self.connection, account, at=opened)
        seats.add_seat(self.connection, seat, name=seat_name)
        holdings.hold_seat(
            self.connection,
            holding_id=self.id("holding", role, count),
            seat_id=seat.id,
            user_id=actor.id,
            first_day=self.first_day,
        )
        return actor


def found(
    database: Database,
    *,
    seed: int,
    name: str,
    requests_a_year: int,
    first_day: date,
    until: date,
) -> Cast:
    """Write a new authority of a size that fits its requests, and give everybody in it."""
    with database.writing() as connection:
        of = Founding(connection, seed, name, first_day, until)
        settings = of.authority()
        organisation.set_health_body(connection, HEALTH_BODY, f"executive@{of.host}")
        head = of.person(Role.MANAGER, "Head of SEN service")
        teams = tuple(_teams(of, requests_a_year))
        desk = of.service(ServiceKind.HEALTH, f"{name} health advice desk")
        psychology = of.service(ServiceKind.PSYCHOLOGY, f"{name} psychology service")
        social_care = of.service(ServiceKind.SOCIAL_CARE, f"{name} social care front door")
        writers = max(1, round(requests_a_year / 400))
        return Cast(
            authority_id=of.authority_id,
            name=name,
            settings=settings,
            teams=teams,
            head_of_service=head,
            decision_makers=tuple(
                of.person(Role.DECISION_MAKER, f"Decision-maker {number}") for number in (1, 2)
            ),
            plan_writers=tuple(
                of.person(Role.PLAN_WRITER, f"Plan writer {number + 1}")
                for number in range(writers)
            ),
            auditor=of.person(Role.AUDITOR, "Auditor"),
            administrator=of.person(Role.ADMINISTRATOR, "Administrator"),
            health_desk_id=desk,
            therapies=tuple(
                of.service(ServiceKind.HEALTH, f"{therapy} ({name})") for therapy in THERAPIES
            ),
            dco=of.person(Role.DCO, "Designated clinical officer", service_id=desk),
            health_administrator=of.person(
                Role.HEALTH_ADMINISTRATOR, "Health administrator", service_id=desk
            ),
            psychology_id=psychology,
            psychologists=tuple(
                of.person(Role.PSYCHOLOGY, f"Psychologist {number}", service_id=psychology)
                for number in (1, 2, 3)
            ),
            social_care_id=social_care,
            social_worker=of.person(
                Role.SOCIAL_CARE, "Designated social care officer", service_id=social_care
            ),
            other_service_id=of.service(ServiceKind.OTHER, f"{name} specialist teaching service"),
            places=tuple(_places(of, requests_a_year)),
            service_names=of.service_names,
            panel=found_panel(connection, of.authority_id, first_day, until, seed=seed),
        )


def _teams(of: Founding, requests_a_year: int) -> Iterator[TeamCast]:
    caseworkers = max(4, math.ceil(requests_a_year * OPEN_TO_REQUESTS / OPEN_CASES_TO_A_CASEWORKER))
    count = min(len(TEAM_NAMES), max(2, round(caseworkers / 5)))
    for place in range(count):
        name = TEAM_NAMES[place]
        team_id = of.team(name)
        share = range(place, caseworkers, count)
        yield TeamCast(
            id=team_id,
            name=name,
            manager=of.person(Role.MANAGER, f"Manager {name}", team_id=team_id),
            caseworkers=tuple(
                of.person(Role.CASEWORKER, f"Caseworker {name} {number + 1}", team_id=team_id)
                for number, _ in enumerate(share)
            ),
        )


def _places(of: Founding, requests_a_year: int) -> Iterator[Place]:
    count = min(300, max(24, round(requests_a_year / 12)))
    dice = Dice("places")
    kinds = [*_SURE, *(dice.share_of(SCHOOL_TYPES) for _ in range(count - len(_SURE)))]
    for number, kind in enumerate(kinds):
        round_, word = divmod(number, len(SCHOOL_WORDS))
        again = f" {round_ + 1}" if round_ else ""
        name = f"{SCHOOL_WORDS[word]}{again} {_SUFFIX.get(kind, 'School')}"
        service_id = of.service(ServiceKind.SETTING, name, school_type=kind)
        organisation.add_closures(
            of.connection,
            service_id,
            _closures(of.first_day, of.until),
            recorded_by="Term dates of the invented shire",
            recorded_on=of.first_day,
        )
        yield Place(
            service_id, name, kind, of.person(Role.SETTING, f"SENCO, {name}", service_id=service_id)
        )


def _closures(first_day: date, until: date) -> Sequence[tuple[date, date]]:
    return [
        closure
        for year in range(first_day.year, until.year + 1)
        for closure in terms.closures(year)
    ]
