"""An answer in the language of whoever reads it at the desk, beside the one in which the person gets it. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from cases.errors import PolicyError
from desk.case_view import CaseView, Draft
from desk.visitor import Visitor
from intake.drafts import answer_words
from replies.catalogue import ANSWERS


def in_own_words(view: CaseView, me: Visitor) -> Mapping[int, str]:
    """Give what the drafted answers of a case would say in the reader's own language, as prepared, by letter.

    Only of those in another language than the reader's: what a person wrote into them since is not in it.
    """
    mine = me.t.language
    others = [one for one in view.drafts if one.is_answer and one.entry.outgoing.language != mine]
    found = {one.entry.id: _prepared(view, one, me) for one in others if view.case.kind in ANSWERS}
    return {id_: words for id_, words in found.items() if words}


def _prepared(view: CaseView, draft: Draft, me: Visitor) -> str:
    letter, case = draft.entry.outgoing, replace(view.case, language=me.t.language)
    try:
        return answer_words(case, letter.statements, me.policy, letter.channel, view.decision).body
    except PolicyError:  # the policy has no words for this in that language
        return ""
