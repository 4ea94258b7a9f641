"""Whose data it is: the installation (workspace or organisation) that owns the app.

Not whoever clicked: Slack Connect brings people of other workspaces into a channel.
"""

from typing import NewType

Tenant = NewType("Tenant", str)
"""An enterprise id (``E...``) for an organisation-wide installation, else a team id (``T...``)."""
