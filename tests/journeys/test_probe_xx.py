from tests.at_work import Running, number_in
from tests.conftest import Opens
from tests.smtp import PAPER, a_letter

async def test_x(running: Running) -> None:
    answer = await running.answered(a_letter(files=[PAPER]))
    print(answer.raw.decode()); print(answer.text)
    case = await running.case(number_in(answer["Subject"]))
    print(case, await running.verbs(case))
    print(await running.ticking(case))
    d = await running.draft(case)
    print(d)
    a2 = await running.answered(a_letter())
    print(a2["Subject"], a2.text, a2["Reply-To"])
    print([c["Subject"] for c in running.catcher.letters])

async def test_y(service: Opens) -> None:
    async with service(organisation={"mentor": {"customers": [{"subdomain": "voorbeeld", "name": "Voorbeeld Opleidingen", "contact": "privacy@voorbeeld.example"}]}}) as running:
        answer = await running.answered(a_letter("Hallo,\n\nGraag ontvang ik een overzicht van alle persoonsgegevens die u van mij verwerkt, op grond van artikel 15 AVG.\n\nMet vriendelijke groet,\nJan de Vries", subject="Inzageverzoek", to="privacy@poweredbymmentor.nl", sender="Jan de Vries <jan@voorbeeld.example>"), "privacy@poweredbymmentor.nl", sender="jan@voorbeeld.example")
        print(answer["Subject"], answer.text, answer["Reply-To"])
        case = (await running.cases("mentor"))[0]
        print(case, await running.verbs(case))
        a = await running.answered(a_letter("Het gaat om Voorbeeld Opleidingen.\n\nMet vriendelijke groet,\nJan de Vries", subject="Re: "+answer["Subject"], to=answer["Reply-To"], sender="Jan de Vries <jan@voorbeeld.example>", In_Reply_To=answer["Message-ID"], References=answer["Message-ID"]), answer.letter["Reply-To"].addresses[0].addr_spec, sender="jan@voorbeeld.example")
        print(a["Subject"], a.text)
        case = (await running.cases("mentor"))[0]
        print(case, await running.verbs(case))
        print(await running.draft(case), await running.draft(case, "referral"))
