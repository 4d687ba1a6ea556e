"""A draft that nobody signed, as whoever may approve it finds it: with their name and role in it (R-AI-2). Pure."""

from desk.visitor import Visitor

SIGN_HERE: dict[str, str] = {
    "da": "[ Skriv navn og rolle på den, der er ansvarlig for svaret ]",
    "nl": "[ Vul naam en functie in van wie voor dit antwoord verantwoordelijk is ]",
    "en": "[ Write the name and role of the person responsible for this answer ]",
}
"""What a prepared answer asks for in the place of a signature."""


def signed(body: str, language: str, me: Visitor) -> str:
    """Give a draft's text with the reader's name and role where it asks for them; as it is for who may not approve.

    Nothing is stored by this: it is a proposal in the editor, and can be changed like every other word there.
    """
    if not me.role.approves:
        return body
    role = me.role.names.get(language, me.role.id)
    name = me.staff.name
    return body.replace(SIGN_HERE[language], name if name.casefold() == role.casefold() else f"{name}, {role}")
