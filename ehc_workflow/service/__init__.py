"""The shell around the core: it loads, decides, saves and tells, each in one transaction."""
