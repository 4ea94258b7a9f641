"""What is known, as pages that Slack and a terminal can both show."""
