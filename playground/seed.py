"""Who and what is in a new local workspace; ids look like Slack's and never change."""

from playground.model import App, Channel, Team, User

TEAM = Team(id="T0LOCAL1842", name="Local Slack", domain="local-slack")
PARTNER = Team(id="T0PARTNER67", name="Partner Labs", domain="partner-labs")
APP = App(
    id="A0LOCAL7315",
    name="Orchestrator advisor",
    handle="orchestrator",
    bot_id="B0LOCAL4408",
    user="U0LOCALBOT9",
)
GUEST = User("U0ALAN84TQ", "alan", "Alan Turing", is_guest=True, timezone="Europe/London")
OUTSIDER = User("U0JOAN62XF", "joan", "Joan Clarke", home=PARTNER, timezone="America/New_York")
USERS = (
    User("U0ADA27K91", "ada", "Ada Lovelace", is_admin=True),
    User("U0GRACE5M3", "grace", "Grace Hopper"),
    GUEST,
    OUTSIDER,
)
CHANNELS = (
    Channel("C0GENERAL21", "general", "channel", app_is_member=True, others=(GUEST.id,)),
    Channel("C0MLPLATF33", "ml-platform", "channel", app_is_member=True),
    Channel("C0PRIVPLN46", "private-planning", "channel", is_private=True),
    Channel(
        "C0PARTNER58",
        "partner-labs",
        "channel",
        app_is_member=True,
        others=(OUTSIDER.id,),
        is_shared=True,
    ),
    *(
        Channel(f"D{user.id[1:]}", APP.name, "im", app_is_member=True, user=user.id)
        for user in USERS
        if user.home is None
    ),
)
"""A person of another workspace has no direct message with the app."""
