"""The doors over HTTP: the guard, Slack's requests, health, the life of the app."""
