"""A local Slack: workspace, Web API, events and interactions over HTTP, as far as a bot can tell.

It speaks to a bot only as Slack does and imports none of it. docs/playground.md lists what it
plays and what it does not.
"""
