"""The pages that people have of their own cases, put together: what they know of files, and how a copy is packed."""

import zipfile
from collections.abc import Mapping
from functools import partial
from io import BytesIO

from bot.case_pages import CasePages
from bot.reception import FileSense
from cases.office import Office
from intake.export import Export
from mail.attachments import media_type, safe_name
from service.exporting import octets_of
from storage.book import Book
from storage.claims import Node
from storage.vault import Vault


def case_pages_of(book: Book, vault: Vault, offices: Mapping[str, Office], node: Node, key: bytes) -> CasePages:
    """Give what the pages work with."""
    secure = all(not one.public_url or one.public_url.startswith("https:") for one in offices.values())
    return CasePages(book, offices, node.clock, key, FileSense(media_type, safe_name), partial(packed, vault), secure)


def packed(vault: Vault, found: Export) -> bytes:
    """Give the files of a copy as one zip."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in found.files.items():
            file.writestr(name, data)
        for name, original in found.originals.items():
            file.writestr(name, octets_of(original, vault))
    return whole.getvalue()
