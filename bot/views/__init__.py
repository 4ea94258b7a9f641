"""Views: pure functions from a snapshot to Slack's blocks. They see neither store nor Slack."""
