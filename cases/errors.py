"""The small family of errors that we raise ourselves; the class says who must hear about it."""


class IntakeError(Exception):
    """Root of every error we raise ourselves. Its text is one line that can be shown as it is."""


class NotAllowed(IntakeError):
    """A rule of the case forbids this step; tell the person who asked for it."""


class AlreadyDone(NotAllowed):
    """Somebody else was first; show the second what happened (409 at the desk)."""


class PolicyError(IntakeError):
    """An organisation's policy file is wrong; tell its owner, with file, key and what was expected."""


class BadInput(IntakeError):
    """A value given on the command line or in the settings is wrong; say which and what is expected."""


class Unreadable(IntakeError):
    """A message cannot be understood; keep it and put it in front of staff."""


class TryLater(IntakeError):
    """A neighbour (SMTP, IMAP, database, Telegram) is away; retry, do not page anyone."""


class NotYet(TryLater):
    """Something else comes first; its turn is in a moment."""
