"""The words of a case's page: texts by language, dates in words, and the templates that hold them."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.case_forms import LONGEST_TEXT
from bot.frames import plain
from bot.says import privacy_notice
from bot.uploads import LARGEST_FILE, MOST_FILES, OFFERED
from cases.case import Status
from cases.office import Office
from intake.case_page import Piece, Shown
from intake.case_standing import Standing
from intake.case_visit import CODE_FOR, VISIT_FOR
from replies.render import environment
from replies.words import LANGUAGES, clock_time, day, listed

FOLDER = Path(__file__).parent
MEGABYTES = LARGEST_FILE // (1024 * 1024)
EXAMPLE = "MX-26-481903"
LIVE = frozenset({Status.HELD, Status.OPEN, Status.FORWARDED})

Facts = dict[str, Any]


def spoken(language: str) -> str:
    """Give the language that is spoken to whoever wishes one, which may be a browser's header."""
    wishes = (wish.partition(";")[0].partition("-")[0] for wish in language.replace(" ", "").lower().split(","))
    return next((wish for wish in wishes if wish in LANGUAGES), "en")


def rendered(template: str, language: str, facts: Mapping[str, Any]) -> str:
    """Give a page in words; nothing in the facts is markup."""
    usual: Facts = {"organisation": "", "person": "", "privacy": "", "wrong": "", "done": "", "field": ""}
    texts = texts_of(language)
    return _environment().get_template(template).render({**usual, "language": language, "t": texts, **facts})


def texts_of(language: str) -> dict[str, Any]:
    """Give the texts of a language by name."""
    return _texts()[language]


def wrong_words(code: str, language: str) -> str:
    """Say what is wrong with what was sent, and how to put it right."""
    wrong = texts_of(language)["wrong"]
    return str(wrong.get(code, wrong["form"]).format(size=MEGABYTES, most=MOST_FILES, example=EXAMPLE))


def of_office(office: Office, language: str) -> Facts:
    """Give what each page of an organisation says: whose it is, how to reach a person, where the notice is (R-AI-7)."""
    return {
        "organisation": office.policy.name,
        "person": texts_of(language)["person"].format(ways=ways(office, language)),
        "privacy": privacy_notice(office),
    }


def ways(office: Office, language: str) -> str:
    """Say how a person is reached, as a sentence."""
    said = str(_parts(language).ways(office.policy.contact))
    return f"{said[:1].upper()}{said[1:]}."


def of_page(shown: Shown, language: str) -> Facts:
    """Give what the page of a case says."""
    t, office = texts_of(language), shown.office
    reach = {"ways": ways(office, language)}
    return {
        **of_office(office, language),
        "title": t["case"].format(number=shown.first.number),
        "cases": [_case(one, office, language) for one in shown.cases],
        "live": any(one.status in LIVE for one in shown.cases[:1]),
        "proved": shown.proved,
        "asked": shown.asked,
        "address": shown.address,
        "known": shown.known,
        "whole": shown.whole,
        "said": [_piece(one, office, language) for one in shown.said],
        "no_address": t["no_address"].format(**reach),
        "not_known": t["not_known"].format(**reach),
        "copy_not": t["copy_not"].format(**reach),
        "code_about": t["code_about"].format(minutes=int(CODE_FOR.total_seconds() // 60)),
        "signed_in": t["proved"].format(hours=int(VISIT_FOR.total_seconds() // 3600)),
        "files_about": t["files_about"].format(most=MOST_FILES, size=MEGABYTES),
        "accept": ",".join(OFFERED),
        "longest": LONGEST_TEXT,
    }


def _case(one: Standing, office: Office, language: str) -> Facts:
    t = texts_of(language)
    parts = _parts(language)
    kind = "" if one.held else _capital(parts.nouns[one.kind])
    name = t["matter"].format(kind=kind, number=one.number) if kind else t["case"].format(number=one.number)
    return {
        "name": name,
        "kind": kind,
        "status": t[one.status],
        "received": t["received"].format(day=day(office.day(one.received_at), language)),
        "dates": tuple(_dates(one, language)),
        "missing": [parts.questions[name] for name in one.missing],
    }


def _dates(one: Standing, language: str) -> Iterable[str]:
    t = texts_of(language)
    if one.waits:
        yield t["waits"]
    elif one.due and one.status in LIVE:
        yield t["late" if one.late else "due"].format(day=day(one.due, language))


def _piece(one: Piece, office: Office, language: str) -> Facts:
    t = texts_of(language)
    at = one.at.astimezone(office.zone)
    head = t["ours" if one.ours else "theirs"]
    names = [plain(file.name) for file in one.files if not file.inline]
    return {
        "ours": one.ours,
        "head": head.format(day=day(at, language), time=clock_time(at, language)),
        "subject": plain(one.subject),
        "text": plain(one.text),
        "files": t["with_files"].format(names=listed(names, language)) if names else "",
    }


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


@cache
def _parts(language: str) -> Any:  # noqa: ANN401 - the names that a template defines
    return environment(language).get_template(f"parts/{language}.txt").module


@cache
def _texts() -> dict[str, dict[str, Any]]:
    return tomllib.loads((FOLDER / "texts" / "case.toml").read_text("utf-8"))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
    )
