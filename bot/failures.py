"""Failures that a person is told in one line."""

from bot.settings import Settings


class CannotStartError(Exception):
    """The app cannot start; the message says why and what to do, and holds no secret."""


def no_database(settings: Settings, error: Exception) -> CannotStartError:
    """The database does not answer, or cannot be made; what to do depends on which it is."""
    if settings.database_url is None:
        what = f"DATA_DIR: no database can be kept in {settings.data_dir}"
        return CannotStartError(f"{what} ({type(error).__name__}); name a directory for the app.")
    what = f"DATABASE_URL: the database does not answer ({type(error).__name__})"
    return CannotStartError(f"{what}; check that it runs and that the address is right.")
