"""Who and what is in a new local workspace; ids look like Slack's and never change."""

from playground.model import App, Channel, Team, User

TEAM = Team(id="T0LOCAL1842", name="Local Slack", domain="local-slack")
APP = App(
    id="A0LOCAL7315",
    name="Orchestrator advisor",
    handle="orchestrator",
    bot_id="B0LOCAL4408",
    user="U0LOCALBOT9",
)
USERS = (
    User("U0ADA27K91", "ada", "Ada Lovelace", is_admin=True),
    User("U0GRACE5M3", "grace", "Grace Hopper"),
)
CHANNELS = (
    Channel("C0GENERAL21", "general", "channel", app_is_member=True),
    Channel("C0MLPLATF33", "ml-platform", "channel", app_is_member=True),
    Channel("C0PRIVPLN46", "private-planning", "channel", is_private=True),
    *(
        Channel(f"D{user.id[1:]}", APP.name, "im", app_is_member=True, user=user.id)
        for user in USERS
    ),
)
