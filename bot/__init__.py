"""The shell: Slack in, Slack out, state in between."""
