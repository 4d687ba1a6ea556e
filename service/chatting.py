"""The web chat, put together: its key, its sites, and what it knows of files."""

from collections.abc import Mapping

from bot.conversations import Conversations
from bot.origins import Origins, origin_of, origins_of
from bot.reception import FileSense, Reception
from bot.references import References
from cases.errors import BadInput
from cases.office import Office
from mail.attachments import media_type, safe_name
from service.settings import OrganisationSettings, Settings
from storage.book import Book
from storage.claims import Node


def read_origins(settings: Settings, offices: Mapping[str, Office]) -> Origins:
    """Give the sites that may have each organisation's chat; raise BadInput that names one that is none."""
    own = {id_: settings.organisation.get(id_, OrganisationSettings()) for id_ in offices}
    for id_, said in own.items():
        for site in said.chat_origins:
            try:
                origin_of(site)
            except BadInput as wrong:
                raise BadInput(f"[organisation.{id_}] chat_origins: {wrong}") from None
    return origins_of(settings.public_address, {id_: said.chat_origins for id_, said in own.items()})


def reception_of(book: Book, offices: Mapping[str, Office], node: Node, origins: Origins, key: bytes) -> Reception:
    """Give where visitors of the web chat come in."""
    conversations = Conversations(book, offices, node.clock, key)
    return Reception(conversations, References(key), origins, FileSense(media_type, safe_name))
