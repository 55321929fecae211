"""SI 2014/1530: the lists of reasons for which a limit may be let go, each limit by its own list."""

from ehc_workflow.rules.model import Citation, ExceptionGround, GroundKind, Source, weeks
from ehc_workflow.rules.send_regs_2014.citations import SEND_REGS_2014

LEAST_CLOSED_DAYS = 28

NO_GROUNDS: tuple[ExceptionGround, ...] = ()

SCHOOL_CLOSED = (
    "Advice was asked of the head teacher or principal from one week before a closure of at least 4 weeks "
    "to one week before it ended"
)

EARLY_YEARS_CLOSED = (
    "Advice was asked of the early years provider from one week before a closure of at least 4 weeks "
    "to one week before it ended"
)

CIRCUMSTANCES = "Exceptional personal circumstances affected the child, the parent or the young person in the period"

AWAY_FOUR_WEEKS = (
    "The child, the parent or the young person was away from the area "
    "for at least 4 weeks on end in the period"
)

MISSED = "The child or young person did not keep an appointment for an examination or a test by the body in the period"

REG_5_4_GROUNDS = (
    ExceptionGround(
        GroundKind.SCHOOL_CLOSURE,
        Citation(SEND_REGS_2014, "reg 5(4)(a)"),
        SCHOOL_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(
        GroundKind.EARLY_YEARS_CLOSURE,
        Citation(SEND_REGS_2014, "reg 5(4)(b)", Source.CONFIRMED),
        EARLY_YEARS_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(
        GroundKind.CIRCUMSTANCES,
        Citation(SEND_REGS_2014, "reg 5(4)(c)", Source.CONFIRMED),
        CIRCUMSTANCES,
    ),
    ExceptionGround(
        GroundKind.ABSENCE,
        Citation(SEND_REGS_2014, "reg 5(4)(d)", Source.CONFIRMED),
        AWAY_FOUR_WEEKS,
        28,
    ),
)

REG_8_2_GROUNDS = (
    ExceptionGround(
        GroundKind.CIRCUMSTANCES, Citation(SEND_REGS_2014, "reg 8(2)(a)"), CIRCUMSTANCES
    ),
    ExceptionGround(
        GroundKind.ABSENCE, Citation(SEND_REGS_2014, "reg 8(2)(b)"), AWAY_FOUR_WEEKS, 28
    ),
    ExceptionGround(GroundKind.APPOINTMENT, Citation(SEND_REGS_2014, "reg 8(2)(c)"), MISSED),
)

REG_10_4_GROUNDS = (
    ExceptionGround(
        GroundKind.SCHOOL_CLOSURE,
        Citation(SEND_REGS_2014, "reg 10(4)(a)"),
        SCHOOL_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(
        GroundKind.EARLY_YEARS_CLOSURE,
        Citation(SEND_REGS_2014, "reg 10(4)(b)"),
        EARLY_YEARS_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(
        GroundKind.CIRCUMSTANCES, Citation(SEND_REGS_2014, "reg 10(4)(c)"), CIRCUMSTANCES
    ),
    ExceptionGround(
        GroundKind.ABSENCE, Citation(SEND_REGS_2014, "reg 10(4)(d)"), AWAY_FOUR_WEEKS, 28
    ),
)

REG_13_3_GROUNDS = (
    ExceptionGround(
        GroundKind.SCHOOL_CLOSURE,
        Citation(SEND_REGS_2014, "reg 13(3) with 10(4)(a)"),
        SCHOOL_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(
        GroundKind.EARLY_YEARS_CLOSURE,
        Citation(SEND_REGS_2014, "reg 13(3) with 10(4)(b)"),
        EARLY_YEARS_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(
        GroundKind.CIRCUMSTANCES,
        Citation(SEND_REGS_2014, "reg 13(3) with 10(4)(c)"),
        CIRCUMSTANCES,
        0,
        weeks(16),
    ),
    ExceptionGround(
        GroundKind.ABSENCE,
        Citation(SEND_REGS_2014, "reg 13(3) with 10(4)(d)"),
        AWAY_FOUR_WEEKS,
        28,
        weeks(16),
    ),
)

REG_27_3_GROUNDS = (
    ExceptionGround(
        GroundKind.SCHOOL_CLOSURE,
        Citation(SEND_REGS_2014, "reg 27(3)(a)"),
        SCHOOL_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(
        GroundKind.EARLY_YEARS_CLOSURE,
        Citation(SEND_REGS_2014, "reg 27(3)(b)"),
        EARLY_YEARS_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(
        GroundKind.CIRCUMSTANCES, Citation(SEND_REGS_2014, "reg 27(3)(c)"), CIRCUMSTANCES
    ),
    ExceptionGround(
        GroundKind.ABSENCE, Citation(SEND_REGS_2014, "reg 27(3)(d)"), AWAY_FOUR_WEEKS, 28
    ),
)

AWAY_TWO_WEEKS = (
    "The child, the parent or the young person was away from the area "
    "for at least 2 weeks on end in the period"
)

NUMBERING = "The grounds are confirmed, their numbering is not."

REG_44_3_GROUNDS = (
    ExceptionGround(
        GroundKind.SCHOOL_CLOSURE,
        Citation(SEND_REGS_2014, "reg 44(3)(c) with 10(4)(a)", Source.UNVERIFIED, NUMBERING),
        SCHOOL_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(
        GroundKind.EARLY_YEARS_CLOSURE,
        Citation(SEND_REGS_2014, "reg 44(3)(c) with 10(4)(b)", Source.UNVERIFIED, NUMBERING),
        EARLY_YEARS_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(
        GroundKind.CIRCUMSTANCES,
        Citation(SEND_REGS_2014, "reg 44(3)(a)", Source.UNVERIFIED, NUMBERING),
        CIRCUMSTANCES,
    ),
    ExceptionGround(
        GroundKind.ABSENCE,
        Citation(SEND_REGS_2014, "reg 44(3)(b)", Source.UNVERIFIED, NUMBERING),
        AWAY_TWO_WEEKS,
        14,
    ),
)

REG_45_7_GROUNDS = (
    ExceptionGround(
        GroundKind.SCHOOL_CLOSURE,
        Citation(SEND_REGS_2014, "reg 45(7)(c) with 10(4)(a)", Source.UNVERIFIED, NUMBERING),
        SCHOOL_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(
        GroundKind.EARLY_YEARS_CLOSURE,
        Citation(SEND_REGS_2014, "reg 45(7)(c) with 10(4)(b)", Source.UNVERIFIED, NUMBERING),
        EARLY_YEARS_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(
        GroundKind.CIRCUMSTANCES,
        Citation(SEND_REGS_2014, "reg 45(7)(a)", Source.UNVERIFIED, NUMBERING),
        CIRCUMSTANCES,
    ),
    ExceptionGround(
        GroundKind.ABSENCE,
        Citation(SEND_REGS_2014, "reg 45(7)(b)", Source.UNVERIFIED, NUMBERING),
        AWAY_TWO_WEEKS,
        14,
    ),
)
