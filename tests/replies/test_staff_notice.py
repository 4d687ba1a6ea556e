"""What staff are told by e-mail: enough to act, nothing about the person."""

from dataclasses import fields, replace

import pytest

from replies.render import render
from replies.staff_notice import SAMPLES, Facts, News
from replies.words import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_piece_of_news_has_its_own_subject_and_words(language: str) -> None:
    rendered = [render(replace(SAMPLES[0], news=news), language) for news in News]
    assert len({letter.subject for letter in rendered}) == len({letter.body for letter in rendered}) == len(News)


def test_a_missed_time_limit_is_told_with_its_last_instant_and_a_link() -> None:
    letter = render(replace(SAMPLES[0], news=News.MISSED), "da")
    assert letter.subject == "Mentorix: en frist er overskredet [MX-26-481903]"
    assert "- Kø: kursusadministrationen\n- Frist: den 20. marts 2026 kl. 23.59\n" in letter.body
    assert "Åbn sagen: https://desk.example/desk/cases/481903" in letter.body


def test_a_case_without_a_time_limit_has_no_line_for_it() -> None:
    assert "Time limit:" not in render(replace(SAMPLES[0], due=None), "en").body


def test_there_is_no_room_for_personal_data() -> None:
    assert {field.name for field in fields(Facts)} == {"organisation", "news", "number", "kind", "queue", "due", "link"}
