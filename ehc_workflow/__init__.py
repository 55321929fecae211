"""Case-workflow engine for education, health and care (EHC) needs assessments in England."""
