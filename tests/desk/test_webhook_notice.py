"""Staff see at the queue that a system of their own is told nothing any more."""

import pytest

from desk.texts import LANGUAGES
from storage import webhooks
from storage.webhooks import WebhookState
from tests.desk.scene import START, Scene

SAID = {"da": "jeres egne systemer", "nl": "uw eigen systemen", "en": "your own systems"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_webhook_that_is_off_is_told_at_the_queue(scene: Scene, language: str) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator", language=language))
    assert SAID[language] not in (await browser.get("/desk/")).text
    await scene.book.run(webhooks.keep, WebhookState("mentorix", off_at=START, failing_since=START, trouble="slow"))
    assert SAID[language] in (await browser.get("/desk/")).text


async def test_that_of_another_organisation_is_nobodys_business_here(scene: Scene) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    await scene.book.run(webhooks.keep, WebhookState("metier", off_at=START))
    assert SAID["en"] not in (await browser.get("/desk/")).text
