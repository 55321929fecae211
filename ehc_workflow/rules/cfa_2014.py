"""Children and Families Act 2014, Part 3: the instrument, and the citations that steps and guards lean on.

The Act sets duties; its days are in the regulations. Part 3 came into force on 1 September 2014.
"""

from datetime import date

from ehc_workflow.rules.model import Citation, InForce, Instrument, Source

CFA_2014 = Instrument("CFA 2014", "Children and Families Act 2014")
CODE_2015 = Instrument("Code", "SEND Code of Practice: 0 to 25 years (January 2015)", is_law=False)
EDUCATION_ACT_1996 = Instrument("EA 1996", "Education Act 1996")

PART_3_IN_FORCE = InForce(first_day=date(2014, 9, 1))

S23 = Citation(CFA_2014, "s23", Source.UNVERIFIED, "Detail of the health bodies' duty not seen.")
S24 = Citation(
    CFA_2014, "s24", Source.UNVERIFIED, "The words on becoming responsible were not seen."
)
S28 = Citation(CFA_2014, "s28")
S31 = Citation(CFA_2014, "s31", Source.UNVERIFIED, "The list of bodies was not seen.")
S32 = Citation(CFA_2014, "s32", Source.UNVERIFIED)
S33 = Citation(CFA_2014, "s33", Source.UNVERIFIED)
S36_1 = Citation(CFA_2014, "s36(1)")
S36_3 = Citation(CFA_2014, "s36(3)")
S36_4 = Citation(CFA_2014, "s36(4)")
S36_5 = Citation(CFA_2014, "s36(5)")
S36_6 = Citation(CFA_2014, "s36(6)")
S36_7 = Citation(CFA_2014, "s36(7)")
S36_8 = Citation(CFA_2014, "s36(8)", Source.CONFIRMED)
S36_9 = Citation(CFA_2014, "s36(9)", Source.UNVERIFIED)
S36_10 = Citation(
    CFA_2014, "s36(10)", Source.UNVERIFIED, "One page seen says 16 and over, the others over 18."
)
S37 = Citation(CFA_2014, "s37(1)")
S38_2_TO_4 = Citation(CFA_2014, "s38(2) to (4)")
S38_5 = Citation(CFA_2014, "s38(5)")
S39_3 = Citation(CFA_2014, "s39(3), (4)", Source.CONFIRMED)
S40 = Citation(CFA_2014, "s40")
S42 = Citation(CFA_2014, "s42", Source.UNVERIFIED)
S43 = Citation(CFA_2014, "s43", Source.UNVERIFIED)
S44_1 = Citation(CFA_2014, "s44(1)", Source.CONFIRMED)
S44_2 = Citation(CFA_2014, "s44(2)", Source.CONFIRMED)
S51_2 = Citation(CFA_2014, "s51(2)")
S55 = Citation(CFA_2014, "s55", Source.CONFIRMED)
S80 = Citation(CFA_2014, "s80", Source.CONFIRMED)
COMPULSORY_SCHOOL_AGE = Citation(
    EDUCATION_ACT_1996,
    "s8(3)",
    Source.CONFIRMED,
    "That the leaving day is the last Friday in June comes from an order not read.",
)
