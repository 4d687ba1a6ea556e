"""A picture of a page, small enough for a handbook."""

import io
from pathlib import Path

from PIL import Image
from playwright.async_api import Page

PICTURES = Path(__file__).parent.parent / "docs/pictures"
COLOURS = 96


async def taken(page: Page, name: str, *, whole: bool = False) -> None:
    """Write a picture of what a window shows, or of the whole page, once it is at rest."""
    await page.wait_for_timeout(250)  # what scrolls comes to rest
    shot = Image.open(io.BytesIO(await page.screenshot(full_page=whole))).convert("RGB")
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / name, optimize=True)
