"""How the tables came to be, one step after the other. Run by ``bot.store.migrate``."""
