"""SI 2014/1530, reg 6(1): the advice that the authority must seek."""

from ehc_workflow.rules.model import AdviceKey, AdviceSource
from ehc_workflow.rules.send_regs_2014.citations import REG_6_1

FROM_YEAR_9 = "from national curriculum year 9"

ADVICE_SOURCES = (
    AdviceSource(
        AdviceKey.FAMILY,
        "(a)",
        "the child's parent or the young person",
        REG_6_1,
        "always",
        reusable=False,
    ),
    AdviceSource(
        AdviceKey.EDUCATION,
        "(b)",
        "the manager, head teacher or principal, or else someone with SEN teaching experience",
        REG_6_1,
        "always",
        reusable=True,
    ),
    AdviceSource(
        AdviceKey.HEALTH,
        "(c)",
        "a health care professional identified by the responsible commissioning body",
        REG_6_1,
        "always",
        reusable=True,
    ),
    AdviceSource(
        AdviceKey.PSYCHOLOGY, "(d)", "an educational psychologist", REG_6_1, "always", reusable=True
    ),
    AdviceSource(
        AdviceKey.SOCIAL_CARE,
        "(e)",
        "the authority's social care service",
        REG_6_1,
        "always",
        reusable=True,
    ),
    AdviceSource(
        AdviceKey.OTHER,
        "(f)",
        "anyone else the authority thinks appropriate",
        REG_6_1,
        "where the authority thinks so",
        reusable=True,
    ),
    AdviceSource(
        AdviceKey.ADULTHOOD,
        "(g)",
        "someone who can advise on preparing for adulthood and independent living",
        REG_6_1,
        FROM_YEAR_9,
        reusable=True,
    ),
    AdviceSource(
        AdviceKey.REQUESTED,
        "(h)",
        "anyone the family reasonably asks the authority to seek advice from",
        REG_6_1,
        "where the family asks",
        reusable=True,
    ),
)
