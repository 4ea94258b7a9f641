"""Advice beside the pick: two compared, a migration, what a team is at risk of."""
