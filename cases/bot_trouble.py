"""What can be the matter with a bot at Telegram."""

from enum import StrEnum


class BotTrouble(StrEnum):
    """What is wrong with a bot, in the word that is written down, shown at the desk and counted.

    `unreachable`: Telegram cannot be reached, or has a fault of its own. `revoked`: the token opens no bot any more.
    `elsewhere`: another program asks for the same bot's updates. `not brought`: Telegram cannot bring updates to our
    pages. `refused`: it says no to something that it should do.
    """

    UNREACHABLE = "bot-unreachable"
    REVOKED = "bot-revoked"
    ELSEWHERE = "bot-elsewhere"
    NOT_BROUGHT = "bot-not-brought"
    REFUSED = "bot-refused"
