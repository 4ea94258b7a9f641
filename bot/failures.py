"""Failures that a person is told in one line."""

from bot.settings import Settings


class CannotStartError(Exception):
    """The app cannot start; the message says why and what to do, and holds no secret."""


class NewerDatabaseError(Exception):
    """The tables belong to a version of the app that is newer than this one: the message."""


def no_database(settings: Settings, error: Exception) -> CannotStartError:
    """The database cannot be used; what to do depends on why and on which it is."""
    if isinstance(error, NewerDatabaseError):
        return CannotStartError(
            f"DATABASE_URL: the database belongs to a newer version of the app ({error}); "
            "run that version."
        )
    if settings.database_url is None:
        what = f"DATA_DIR: no database can be kept in {settings.data_dir}"
        return CannotStartError(f"{what} ({type(error).__name__}); name a directory for the app.")
    what = f"DATABASE_URL: the database does not answer ({type(error).__name__})"
    return CannotStartError(f"{what}; check that it runs and that the address is right.")
