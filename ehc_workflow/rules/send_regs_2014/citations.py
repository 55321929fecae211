"""SI 2014/1530: the instrument, and its paragraphs as rules and guards cite them.

A provision not read in the statutory text says so by its source.
"""

from datetime import date

from ehc_workflow.rules.cfa_2014 import CODE_2015
from ehc_workflow.rules.model import Citation, InForce, Instrument, Source

SEND_REGS_2014 = Instrument(
    "SI 2014/1530", "Special Educational Needs and Disability Regulations 2014"
)

SINCE_2014 = InForce(first_day=date(2014, 9, 1))
SINCE_23_MARCH_2015 = InForce(first_day=date(2015, 3, 23))

REG_3 = Citation(SEND_REGS_2014, "reg 3", Source.UNVERIFIED)
REG_4_1 = Citation(SEND_REGS_2014, "reg 4(1)")
REG_4_2 = Citation(SEND_REGS_2014, "reg 4(2)")
REG_5_1 = Citation(SEND_REGS_2014, "reg 5(1)")
REG_5_2 = Citation(SEND_REGS_2014, "reg 5(2)")
REG_5_3 = Citation(SEND_REGS_2014, "reg 5(3)")
REG_6_1 = Citation(SEND_REGS_2014, "reg 6(1)", Source.CONFIRMED)
REG_6_2 = Citation(SEND_REGS_2014, "reg 6(2)", Source.CONFIRMED)
REG_6_3 = Citation(SEND_REGS_2014, "reg 6(3)", Source.UNVERIFIED)
REG_6_4 = Citation(SEND_REGS_2014, "reg 6(4)", Source.CONFIRMED)
REG_7 = Citation(SEND_REGS_2014, "reg 7", Source.UNVERIFIED)
REG_8_1 = Citation(SEND_REGS_2014, "reg 8(1)")
REG_9 = Citation(SEND_REGS_2014, "reg 9", Source.CONFIRMED)
REG_10_1 = Citation(SEND_REGS_2014, "reg 10(1)")
REG_10_3 = Citation(SEND_REGS_2014, "reg 10(3)")
REG_11 = Citation(SEND_REGS_2014, "reg 11")
REG_12_1 = Citation(SEND_REGS_2014, "reg 12(1)")
REG_12_2 = Citation(SEND_REGS_2014, "reg 12(2)")
REG_12_3 = Citation(SEND_REGS_2014, "reg 12(3)", Source.CONFIRMED)
REG_12_4 = Citation(SEND_REGS_2014, "reg 12(4)", Source.CONFIRMED)
REG_13_1 = Citation(SEND_REGS_2014, "reg 13(1)")
REG_13_2 = Citation(SEND_REGS_2014, "reg 13(2)")
REG_13_3 = Citation(
    SEND_REGS_2014,
    "reg 13(3)",
    Source.LAW_READ,
    "It borrows reg 10(4), whose words point at 16 weeks; whether it looks at 20 is a reading.",
)
REG_14_2 = Citation(SEND_REGS_2014, "reg 14(2)", Source.UNVERIFIED)
REG_15_2 = Citation(SEND_REGS_2014, "reg 15(2)")
REG_15_4 = Citation(SEND_REGS_2014, "reg 15(4)")
REG_15_5 = Citation(
    SEND_REGS_2014,
    "reg 15(5)",
    Source.CONFIRMED,
    "Counting of months beginning with a day at month end is unverified.",
)
REG_24 = Citation(SEND_REGS_2014, "reg 24")
REG_25_1 = Citation(SEND_REGS_2014, "reg 25(1)", Source.CONFIRMED)
REG_27_2 = Citation(SEND_REGS_2014, "reg 27(2)")
REG_32 = Citation(SEND_REGS_2014, "reg 32")
REG_33 = Citation(SEND_REGS_2014, "reg 33")
REGS_34_TO_39 = Citation(
    SEND_REGS_2014,
    "regs 34 to 39",
    Source.CONFIRMED,
    "Which regulation sets which number of days was not read.",
)
CODE_9_41 = Citation(CODE_2015, "Code 9.41", Source.UNVERIFIED)
CODE_9_43 = Citation(CODE_2015, "Code 9.43", Source.CONFIRMED)
CODE_9_77 = Citation(CODE_2015, "Code 9.77", Source.CONFIRMED)
CODE_9_83 = Citation(CODE_2015, "Code 9.83", Source.CONFIRMED)
CODE_9_125 = Citation(CODE_2015, "Code 9.125", Source.CONFIRMED)
REG_42_2 = Citation(SEND_REGS_2014, "reg 42(2)")
REG_42_3 = Citation(SEND_REGS_2014, "reg 42(3)")
REG_42_4 = Citation(SEND_REGS_2014, "reg 42(4)")
REG_42_5 = Citation(SEND_REGS_2014, "reg 42(5)")
REG_44_1 = Citation(SEND_REGS_2014, "reg 44(1)")
REG_44_2_B = Citation(SEND_REGS_2014, "reg 44(2)(b)")
REG_44_2_C = Citation(SEND_REGS_2014, "reg 44(2)(c)")
REG_44_2_D = Citation(SEND_REGS_2014, "reg 44(2)(d)", Source.UNVERIFIED)
REG_44_2_E = Citation(SEND_REGS_2014, "reg 44(2)(e)", Source.CONFIRMED)
REG_44_2_F = Citation(SEND_REGS_2014, "reg 44(2)(f)", Source.CONFIRMED)
REG_44_2_H = Citation(
    SEND_REGS_2014, "reg 44(2)(h)", Source.UNVERIFIED, "The lettering was not seen."
)
REG_45 = Citation(SEND_REGS_2014, "reg 45", Source.CONFIRMED)
REG_45_3 = Citation(SEND_REGS_2014, "reg 45(3)")
REG_45_3A = Citation(SEND_REGS_2014, "reg 45(3A)")
REG_45_4 = Citation(SEND_REGS_2014, "reg 45(4)")
REG_45_5 = Citation(SEND_REGS_2014, "reg 45(5)", Source.CONFIRMED)
