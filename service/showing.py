"""An explanation as a person reads it at a terminal: in words, with what shows each kind marked in the letter."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cases.message import Verdict
from cases.reading import DocumentKind
from desk.texts import texts
from intake.drafts import ANSWER
from reading.kinds import SURE
from service.marking import Piece, pieces
from service.masking import masked

Row = tuple[str, list[Text]]

COLOURS = ("yellow", "cyan", "bright_magenta", "green", "bright_blue", "bright_red")
"""What the evidence of the first kind, the second … is marked with."""
UNSURE = (
    "Reading was not sure: somebody should look before this is relied on. Until then each kind named here "
    "has its time limits, so that none is missed."
)
CODED = frozenset({"role", "consent"})
"""Fields whose values are codes, and the groups of texts that name them."""
_words = texts("en")


def show(console: Console, explained: dict[str, Any], *, bodies: bool = False) -> None:
    """Print one explanation, national numbers masked; with `bodies`, the whole text of each reply, too.

    Evidence is marked in colours; in brackets, with a legend, where the console has none.
    """
    told = masked(explained)
    coloured = bool(console.color_system) and not console.no_color
    console.print(Text(f"{told['id']}", style="bold"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, shown in (
        *_judged(told),
        *_read(told, coloured=coloured),
        *_lists(told),
        *_follows(told, bodies=bodies),
    ):
        grid.add_row(label, Text("\n").join(shown))
    console.print(Padding(grid, (0, 0, 1, 2)))


def _judged(told: dict[str, Any]) -> Iterator[Row]:
    verdict = Text(_words.name("verdict", told["verdict"]), style="bold")
    yield "verdict", [verdict + Text(f": {_words.name('reason', told['reason'])}", style="not bold"), *_why_not(told)]
    yield "rule", [Text(f"{told['verdict']} ({told['reason']})", style="dim")]
    yield "language", [Text(told_in) for told_in in _languages(told)]
    if sender := _sender(told["sender"]):
        yield "sender", [Text(sender), *_vouched(told["authentication"])]


def _why_not(told: dict[str, Any]) -> Iterator[Text]:
    if told["automatic"]:
        yield Text("written by a machine", style="yellow")
    if not told["may_answer"]:
        yield Text("nobody is answered automatically", style="yellow")


def _sender(sender: dict[str, str | None]) -> str:
    address = f"<{sender['address']}>" if sender["address"] else ""
    return " ".join(filter(None, (sender["name"], address)))


def _vouched(results: dict[str, Any] | None) -> Iterator[Text]:
    if results:
        found = ", ".join(f"{check} {results[check]}" for check in ("spf", "dkim", "dmarc"))
        yield Text(f"{found} for {results['domain'] or 'no domain'}, says {results['by']}", style="dim")


def _languages(told: dict[str, Any]) -> Iterator[str]:
    yield _language(told["language"]) + (
        "" if told["language_known"] else ": the organisation's first, as there is too little to tell"
    )
    if answered := {reply["language"] for reply in told["replies"]} - {told["language"]}:
        yield f"answered in {', '.join(map(_language, sorted(answered)))}"
    if told["quoted_language"]:
        yield f"{_language(told['quoted_language'])} in what is quoted"


def _language(code: str) -> str:
    return f"{_words.name('tongue', code)} ({code})"


def _read(told: dict[str, Any], *, coloured: bool) -> Iterator[Row]:
    kinds = told["kinds"]
    yield "kinds", [_kind(place, found, coloured=coloured) for place, found in enumerate(kinds)]
    if told["unsure"]:
        yield "unsure", [Text(UNSURE, style="bold yellow")]
    evidence = [found["evidence"] for found in kinds]
    if told["subject"]:
        yield "subject", [_marked(told["subject"], evidence, coloured=coloured)]
    yield "text", [_marked(told["text"] or "(nothing)", evidence, coloured=coloured)]
    if not coloured and any(evidence):
        legend = (f"[{place}: …] {_name(found)}" for place, found in enumerate(kinds, 1) if found["evidence"])
        yield "marks", [Text(", ".join(legend))]


def _kind(place: int, found: dict[str, Any], *, coloured: bool) -> Text:
    sign = Text(" ■ " if coloured else f"[{place + 1}] ", style=_colour(place))
    return sign + Text.assemble(
        (_name(found), "bold"), f" {found['confidence']:.2f}{_doubt(found)}  ", (_said(found), "italic")
    )


def _name(found: dict[str, Any]) -> str:
    return _words.name("kind", found["kind"])


def _doubt(found: dict[str, Any]) -> str:
    return ", unsure" if found["confidence"] < SURE else ""


def _colour(place: int) -> str:
    return COLOURS[place % len(COLOURS)]


def _marked(text: str, evidence: Sequence[Sequence[str]], *, coloured: bool) -> Text:
    """Mark the words that show what the letter is, those of each kind in its own way."""
    return Text.assemble(*(_coloured(one) if coloured else _bracketed(one) for one in pieces(text, evidence)))


def _coloured(piece: Piece) -> tuple[str, str]:
    if not piece.kinds:
        return piece.text, ""
    several = " underline" if len(piece.kinds) > 1 else ""
    return piece.text, f"black on {_colour(piece.kinds[0])}{several}"


def _bracketed(piece: Piece) -> str:
    if not piece.kinds:
        return piece.text
    return f"[{'+'.join(str(kind + 1) for kind in piece.kinds)}: {piece.text}]"


def _lists(told: dict[str, Any]) -> Iterator[Row]:
    rows = (
        ("files", [_file(one) for one in told["attachments"]]),
        ("fields", [Text(f"{_field(name)}: {_value(name, value)}") for name, value in told["fields"].items()]),
        ("flags", [Text(_words.name("flag", flag), style="yellow") for flag in told["flags"]]),
        ("sensitive", [Text(_sensitive(seen), style="red") for seen in told["sensitive"]]),
        ("missing", [Text(_words.name("requirement", name), style="yellow") for name in told["missing"]]),
    )
    return (row for row in rows if row[1])


def _field(name: str) -> str:
    return _words.name("field", name).lower()


def _value(name: str, value: str) -> str:
    return _words.name(name, value) if name in CODED else value


def _file(file: dict[str, Any]) -> Text:
    """Tell of a file: what it is called, and what it probably is where that is known."""
    named = f"{file['name'] or '(no name)'}, {file['media_type']}, {file['size']:,} bytes"
    if file["kind"] == DocumentKind.OTHER:
        return Text(named)
    kind = _words.name("document", file["kind"])
    looked = "probably" if file["read"] else "going by its name and the letter, perhaps"
    return Text.assemble(
        f"{named}\n  {looked}: ", (kind, "bold"), f" {file['confidence']:.2f}  ", (_said(file), "italic")
    )


def _said(found: dict[str, Any]) -> str:
    return " · ".join(" ".join(words.split()) for words in found["evidence"])


def _sensitive(seen: dict[str, str]) -> str:
    named = _words.name("sensitive", seen["category"])
    return named if seen["shown_as"] == seen["category"] else f"{named}: {seen['shown_as']}"


def _follows(told: dict[str, Any], *, bodies: bool) -> Iterator[Row]:
    if told["verdict"] == Verdict.FILE:
        yield "case", [Text("none is opened; staff find the letter among what was filed")]
    if told["queue"]:
        yield "queue", [Text(told["queue"])]
    several = len({clock["kind"] for clock in told["clocks"]}) > 1
    for clock in told["clocks"]:
        of_kind = f" ({_name(clock)})" if several else ""
        due = Text.assemble(
            f"{_words.name('clock', clock['name'])}  ",
            (f"{clock['due_at']}  {clock['term']}, {clock['law']}{of_kind}", "bold"),
        )
        yield "clock", [due, *_because(clock)]
    for reply in told["replies"]:
        yield "reply", [*_reply(reply), *(_body(reply) if bodies else ())]


def _because(clock: dict[str, Any]) -> Iterator[Text]:
    if clock["told"]:
        yield Text("the person is told this date")
    yield from (Text(sentence, style="dim") for sentence in clock["because"])


def _reply(reply: dict[str, Any]) -> Iterator[Text]:
    what, language = _reply_name(reply["reply"]), _language(reply["language"])
    if reply["unseen"]:
        yield Text.assemble(f"{what}  ", (f"leaves at once, unseen, in {language}", "green"))
    else:
        yield Text.assemble(f"{what}  ", (f"a draft: waits for approval, in {language}", "yellow"))
    yield Text(reply["subject"])


def _reply_name(reply: str) -> str:
    if reply.startswith(ANSWER):
        return _words("reply.answer", kind=_words.name("kind", reply.removeprefix(ANSWER)))
    return _words.name("reply", reply)


def _body(reply: dict[str, Any]) -> Iterator[Text]:
    yield Text("")
    yield from (Text(f"│ {line}", style="dim") for line in reply["body"].rstrip().splitlines())
    yield Text("")
