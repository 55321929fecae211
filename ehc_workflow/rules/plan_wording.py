"""Words that a family should not have to look up, with what to write in their place: a list of our own, never law."""

from __future__ import annotations

from ehc_workflow.rules.cfa_2014 import CFA_2014
from ehc_workflow.rules.model import Citation, Source
from ehc_workflow.rules.vague_wording import VagueTerm

EDUCATES_OR_TRAINS = Citation(
    CFA_2014,
    "s21(5)",
    Source.UNVERIFIED,
    "That health or social care provision which educates or trains is special educational provision was not read.",
)

JARGON: tuple[VagueTerm, ...] = (
    VagueTerm("asc", "write “autism” in full"),
    VagueTerm("asd", "write “autism” in full"),
    VagueTerm("adhd", "write it in full the first time"),
    VagueTerm("camhs", "write “child and adolescent mental health service”"),
    VagueTerm("cyp", "say “child” or “young person”"),
    VagueTerm("ehcna", "say “assessment”"),
    VagueTerm("elsa", "say who this is and what they do"),
    VagueTerm("hlta", "say “teaching assistant” and how qualified"),
    VagueTerm("lsa", "say “teaching assistant” and how qualified"),
    VagueTerm("mld", "say what is difficult"),
    VagueTerm("nc levels", "say what can be done now"),
    VagueTerm("ot", "write “occupational therapist” or “occupational therapy”"),
    VagueTerm("pmld", "say what is difficult"),
    VagueTerm("quality first teaching", "say what the teacher does"),
    VagueTerm("salt", "write “speech and language therapist” or “therapy”"),
    VagueTerm("slcn", "say what is difficult"),
    VagueTerm("sld", "say what is difficult"),
    VagueTerm("slt", "write “speech and language therapist” or “therapy”"),
    VagueTerm("semh", "say what is difficult"),
    VagueTerm("spld", "say what is difficult"),
    VagueTerm("ta", "say “teaching assistant” and how qualified"),
    VagueTerm("differentiated", "say what is changed in the work"),
    VagueTerm("scaffolded", "say what help is given"),
    VagueTerm("scaffolding", "say what help is given"),
    VagueTerm("holistic", "say what is meant"),
    VagueTerm("multi-sensory approach", "say what is used and how"),
    VagueTerm("dysregulated", "say what happens"),
    VagueTerm("dysregulation", "say what happens"),
    VagueTerm("executive functioning", "say what is difficult"),
    VagueTerm("proprioceptive", "say what is difficult"),
    VagueTerm("expressive language", "say “speaking”"),
    VagueTerm("receptive language", "say “understanding what is said”"),
    VagueTerm("phonological", "say “of the sounds in words”"),
    VagueTerm("sensory diet", "say what is done, how much and how often"),
    VagueTerm("graduated approach", "say what is done"),
)

OLDEST_READER = 13
"""The reading age past which an item is pointed out: a choice of ours."""
