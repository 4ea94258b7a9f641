"""Decisions: pure functions over ``knowledge.schema``. No I/O, no clock, no Slack, no SQL."""
