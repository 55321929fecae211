"""The shapes of a rule: citation, days in force, time limit, ground, source of advice, section, notice."""

from __future__ import annotations

from enum import StrEnum


class ClockId(StrEnum):
    """The limits the engine works out, by the ids of the clock vectors."""

    THRESHOLD_REFUSAL = "threshold_refusal"
    DECIDE_WHETHER_TO_ASSESS = "decide_whether_to_assess"
    DECIDE_NO_PLAN = "decide_no_plan"
    FINAL_PLAN = "final_plan"
    LATEST_DRAFT_SERVICE = "latest_draft_service"
    ADVICE_EDUCATION = "advice_education"
    ADVICE_HEALTH = "advice_health"
    ADVICE_PSYCHOLOGY = "advice_psychology"
    ADVICE_SOCIAL_CARE = "advice_social_care"
    ADVICE_OTHER = "advice_other"
    ADVICE_ADULTHOOD = "advice_adulthood"
    ADVICE_REQUESTED = "advice_requested"
    DRAFT_WINDOW = "draft_window"
    SCHOOL_REPLY = "school_reply"
    MEDIATION_CONTACT = "mediation_contact"
    APPEAL = "appeal"
    ARRANGE_MEDIATION = "arrange_mediation"
    TELL_HEALTH_BODY = "tell_health_body"
    ARRANGE_HEALTH_MEDIATION = "arrange_health_mediation"
    MEDIATION_CERTIFICATE = "mediation_certificate"
    NOTIFY_WILL_ASSESS = "notify_will_assess"
    DRAFT_PLAN = "draft_plan"
    RECONSIDER = "reconsider"
    AMENDED_PLAN = "amended_plan"
    CARRY_OUT_AGREEMENT = "carry_out_agreement"
    TELL_AUTHORITY_OF_AGREEMENT = "tell_authority_of_agreement"
    DECIDE_WHETHER_TO_REASSESS = "decide_whether_to_reassess"
    TRANSFER_PLAN = "transfer_plan"
    TELL_FAMILY_OF_TRANSFER = "tell_family_of_transfer"
    FIRST_REVIEW_AFTER_TRANSFER = "first_review_after_transfer"


class Contributor(StrEnum):
    """Whose advice the authority seeks, reg 6(1)(b) to (h). The family's own views, (a), are not asked for this way."""

    EDUCATION = "education"
    HEALTH = "health"
    PSYCHOLOGY = "psychology"
    SOCIAL_CARE = "social_care"
    OTHER = "other"
    ADULTHOOD = "adulthood"
    REQUESTED = "requested"


class NoticeKind(StrEnum):
    """What a decision notice tells the family. `threshold_refusal` is under s36(5), `refusal_to_assess` under s36(8)."""

    WILL_ASSESS = "will_assess"
    REFUSAL_TO_ASSESS = "refusal_to_assess"
    THRESHOLD_REFUSAL = "threshold_refusal"
    NO_PLAN = "no_plan"
    FINAL_PLAN = "final_plan"
    AMENDED_PLAN = "amended_plan"
    REFUSAL_TO_AMEND = "refusal_to_amend"
    CEASING_PLAN = "ceasing_plan"
    WILL_REASSESS = "will_reassess"
    REFUSAL_TO_REASSESS = "refusal_to_reassess"
