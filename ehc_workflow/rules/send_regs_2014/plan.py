"""SI 2014/1530, reg 12: the sections of a plan."""

from ehc_workflow.rules.model import PlanSection
from ehc_workflow.rules.send_regs_2014.citations import REG_12_1, REG_12_4

PLAN_SECTIONS = (
    PlanSection("A", "Views, interests and aspirations", REG_12_1),
    PlanSection("B", "Special educational needs", REG_12_1),
    PlanSection("C", "Health care needs related to them", REG_12_1),
    PlanSection("D", "Social care needs related to them", REG_12_1),
    PlanSection("E", "Outcomes", REG_12_1),
    PlanSection("F", "Special educational provision", REG_12_1),
    PlanSection("G", "Health care provision", REG_12_1),
    PlanSection(
        "H1",
        "Social care provision under section 2 of the Chronically Sick and Disabled Persons Act 1970",
        REG_12_1,
    ),
    PlanSection("H2", "Other social care provision", REG_12_1),
    PlanSection("I", "Placement", REG_12_1),
    PlanSection("J", "Direct payments", REG_12_1),
    PlanSection("K", "Advice and information", REG_12_4),
)
