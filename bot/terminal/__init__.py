"""The advice in a terminal: tables and bars for people, JSON for programs."""
