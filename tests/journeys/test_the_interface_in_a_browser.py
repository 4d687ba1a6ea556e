"""The page at /docs in a real browser: it shuts nobody out, in the light, in the dark, and on a telephone."""

import pytest

from tests.chromium import Browsing, barriers
from tests.conftest import Opens
from tests.web_forms import WEB


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "seen", [{"color_scheme": "light"}, {"color_scheme": "dark", "viewport": {"width": 320, "height": 700}}]
)
async def test_the_page_of_the_interface_shuts_nobody_out(
    service: Opens, people: Browsing, seen: dict[str, object]
) -> None:
    async with service(**WEB) as running:
        page = await people.visit(f"http://127.0.0.1:{running.service.web_port}/docs/", **seen)
        assert await barriers(page) == []
        wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide
    assert people.complaints == []
