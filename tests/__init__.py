"""Tests: see docs/developing.md for where each kind lives."""
