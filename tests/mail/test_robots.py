"""No machine is answered, and no person's letter ends in the file."""

import dataclasses

import pytest

from cases.message import Address, Attachment, Envelope, Judgement, Verdict
from mail.parse import envelope_of, unreadable
from mail.robots import MACHINES, RULES, Predicate, is_automatic_and_asks, judge
from tests.builders import AT, a_message
from tests.mail.letters import ENVELOPE, OWN, Sample, collection, from_file, parsed, verdict, written

PERSON = Judgement(Verdict.ADMIT, "is_from_a_person", automatic=False, may_answer=True)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("bounce_by_postfix_names_our_letter", "is_bounce"),
        ("bounce_by_qmail", "is_bounce"),
        ("bounce_by_exim", "is_bounce"),
        ("bounce_by_old_exchange_without_structure", "is_bounce"),
        ("bounce_delayed_warning", "is_bounce"),
        ("read_receipt_from_outlook", "is_read_receipt"),
        ("abuse_report_from_a_provider", "is_abuse_report"),
        ("out_of_office_in_danish_without_a_header", "is_out_of_office"),
        ("out_of_office_in_dutch_by_its_subject", "is_out_of_office"),
        ("calendar_acceptance", "is_calendar_answer"),
    ],
)
def test_what_machines_tell_each_other_is_filed_and_never_answered(name: str, reason: str) -> None:
    assert judge(from_file(name)) == Judgement(Verdict.FILE, reason, automatic=True, may_answer=False)


def test_a_real_request_sent_by_a_portal_is_put_before_a_person_and_the_portal_is_not_answered() -> None:
    judged = judge(from_file("access_request_from_a_portal_robot"))
    assert judged == Judgement(Verdict.HOLD, "is_automatic_and_asks", automatic=True, may_answer=False)


def test_a_complaint_that_mentions_holidays_is_a_person_s() -> None:
    assert judge(from_file("complaint_in_danish_with_a_pdf"), OWN) == PERSON


@pytest.mark.parametrize(
    "value",
    [
        "auto-replied",
        "auto-generated",
        "Auto-Generated",
        "AUTO-REPLIED; owner-email=anna@example.org",
        "auto-notified (by a fax server)",
        '"auto-replied"',
        " auto-replied\r\nAuto-Submitted: no",
        "no\r\nAuto-Submitted: auto-generated",
        "(a comment first) auto-generated",
        "auto-generated;\r\n reason=folded",
        "yes",
        "true",
    ],
)
def test_auto_submitted_is_honoured_in_every_spelling(value: str) -> None:
    judged = verdict(written("Goddag", f"Auto-Submitted: {value}"))
    assert judged.verdict is Verdict.FILE
    assert judged.automatic
    assert not judged.may_answer


@pytest.mark.parametrize("value", ["no", "No ", "no (a person)", "NO; really=yes", "(hm) no"])
def test_auto_submitted_no_is_a_person(value: str) -> None:
    assert verdict(written("Goddag", f"Auto-Submitted: {value}")) == PERSON


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Precedence: bulk", "is_perhaps_bulk"),
        ("Precedence: Bulk", "is_perhaps_bulk"),
        ("Precedence: junk", "is_perhaps_bulk"),
        ("Precedence: list", "is_perhaps_bulk"),
        ("Precedence: auto_reply", "is_bulk"),
        ("List-Id: <users.example.org>", "is_from_a_list"),
        ("List-Unsubscribe: <mailto:x@example.org>", "is_from_a_list"),
        ("List-Post: <mailto:x@example.org>", "is_from_a_list"),
        ("X-Auto-Response-Suppress: All", "wants_no_automatic_answer"),
        ("X-Auto-Response-Suppress: DR, OOF, AutoReply", "wants_no_automatic_answer"),
        ("X-Autoreply: yes", "is_automatic"),
        ("X-Autorespond: Ferie", "is_automatic"),
        ("X-Loop: somebody@example.org", "goes_in_circles"),
        ("X-Apple-Action: VACATION", "is_automatic"),
        ("X-GitHub-Reason: mention", "is_automatic"),
        ("X-Zendesk-Priority: 1", "is_from_a_helpdesk"),
        ("User-Agent: OTRS Mail Service", "is_from_a_helpdesk"),
        ("Reply-To: noreply@example.org", "wants_no_reply"),
        ("X-MS-Exchange-Inbox-Rules-Loop: bo@example.org", "is_passed_on_by_a_rule"),
        ("X-Failed-Recipients: x@example.org", "is_bounce"),
        ("Return-Path: <>", "has_null_return_path"),
        ("Feedback-ID: 1.eu-west-1:AmazonSES", "is_sent_in_bulk"),
        ("X-Mailer: MailChimp Mailer", "is_sent_in_bulk"),
        ("X-Spam-Flag: YES", "is_spam"),
        ("X-Spam-Status: Yes, score=9.1 required=5.0", "is_spam"),
        ("X-MS-Exchange-Organization-SCL: 6", "is_spam"),
    ],
)
def test_a_header_that_speaks_of_a_machine_forbids_an_answer(header: str, reason: str) -> None:
    judged = verdict(written("Goddag", header))
    assert judged.reason == reason
    assert not judged.may_answer


@pytest.mark.parametrize(
    "header",
    [
        "Precedence: first-class",
        "Precedence: normal",
        "X-Priority: 1",
        "Importance: high",
        "Reply-To: Anna <anna.privat@example.org>",
        "X-Auto-Response-Suppress: DR, RN, NRN",
        "X-Spam-Flag: NO",
        "X-Spam-Status: No, score=-1.9 required=5.0",
        "X-MS-Exchange-Organization-SCL: -1",
        "Disposition-Notification-To: anna@example.org",
        "X-Mailer: Microsoft Outlook 16.0",
        "Auto-Submitted:",
        "Return-Path: <anna@example.org>",
        "Organization: List of things",
        "X-Mailgun-Incoming: Yes",
        "X-MS-Exchange-Inbox-Rules-Loop: info@mentorix.dk",
        "List-Id: Kurser <kurser.mentorix.dk>",
    ],
)
def test_headers_of_ordinary_programs_leave_a_person_a_person(header: str) -> None:
    assert verdict(written("Goddag, hvornår starter kurset?", header)) == PERSON


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON@example.org",
        "postmaster@example.org",
        "noreply@example.org",
        "no-reply@example.org",
        "no_reply@example.org",
        "No.Reply@example.org",
        "donotreply@example.org",
        "do-not-reply@example.org",
        "noreply-kursus@example.org",
        "kursus-noreply@example.org",
        "noreply2@example.org",
        "ikke-svar@example.dk",
        "niet-beantwoorden@example.nl",
        "owner-liste@example.org",
        "liste-owner@example.org",
        "liste-request@example.org",
        "liste-bounces@example.org",
        "bounce@example.org",
        "bounce+abc=def@example.org",
        "notifications@example.org",
        "newsletter@example.org",
        "nyhedsbrev@example.dk",
        "root@example.org",
    ],
)
def test_addresses_that_no_person_reads_are_not_answered(sender: str) -> None:
    assert not verdict(written("Goddag", sender=f"Nogen <{sender}>")).may_answer


@pytest.mark.parametrize(
    "sender",
    [
        "info@firma.dk",
        "kontakt@firma.dk",
        "support@firma.dk",
        "hr@firma.nl",
        "administratie@firma.nl",
        "jan.bot@example.nl",
        "b.jensen@example.dk",
        "robotham@example.org",
        "norely@example.org",
        "rebecca.owner@example.org",
        "postma@example.nl",
        "alerte.anna@example.org",
        "mailand@example.dk",
        "anna+kursus@example.org",
    ],
)
def test_people_at_all_sorts_of_addresses_are_answered(sender: str) -> None:
    address = Envelope(sender, ("info@mentorix.dk",))
    assert verdict(written("Goddag, hvornår starter kurset?", sender=f"Nogen <{sender}>"), address) == PERSON


@pytest.mark.parametrize(
    ("path", "may_answer"),
    [
        ("", False),
        ("MAILER-DAEMON@mx.example.org", False),
        ("bounce-123-anna=example.org@news.example.com", False),
        ("bounces+88@em.example.com", False),
        ("liste-bounces@example.org", False),
        ("liste-return-77-anna=example.org@example.org", False),
        ("anna@example.org", True),
        ("prvs=0412ab=anna@example.org", True),
        ("SRS0=HHH=TT=example.org=anna@forwarder.example", True),
    ],
)
def test_the_return_path_tells_mass_mail_from_a_person_s(path: str, may_answer: bool) -> None:  # noqa: FBT001 - a column
    judged = verdict(written("Goddag"), Envelope(path, ("info@mentorix.dk",)))
    assert judged.may_answer is may_answer


OUT_OF_OFFICE = [
    ("Out of office: Your complaint", "I am away."),
    ("Automatic reply: Ontvangst van uw klacht", "Tot volgende week."),
    ("Automatisk svar: Din klage", "Hilsen Jens"),
    ("Autosvar: Tak", "Hilsen Jens"),
    ("Automatische Antwort: Eingang", "Gruß"),
    ("Abwesenheitsnotiz", "Gruß"),
    ("Autosvar", "Hälsningar"),
    ("Automatiskt svar: Kvitto", "Hälsningar"),
    ("Ikke på kontoret", "Hilsen"),
    ("Réponse automatique : accusé", "Bonjour"),
    ("Ferie SV: MX-26-1", "Hilsen Jens"),
    ("OOO Re: MX-26-1", "See you"),
    ("Afwezig Re: MX-26-1", "Ik ben er niet."),
    ("[EXTERN] Automatisk svar: Din klage", "Hilsen Jens"),
    ("[Request received] MX-26-1", "Your request (123) is being reviewed."),
    ("Ny sag oprettet: MX-26-1", "Du hører fra os snarest."),
    ("Uw melding is geregistreerd", "Onder nummer M2603."),
    ("Re: MX-26-1", "Thank you for your e-mail. I am out of the office until 9 March. In urgent cases please call."),
    ("Re: MX-26-1", "I will be on annual leave from 2 to 6 March with limited access to e-mail."),
    ("Sv: MX-26-1", "Hej\n\nJeg er på barsel. I mit fravær kan du skrive til min kollega Mette."),
    ("Sv: MX-26-1", "Kontoret er lukket i påsken. Vi svarer på mails, når vi er tilbage. Haster det, så ring."),
    ("Re: MX-26-1", "Bedankt voor uw bericht. Ik ben tot 9 maart afwezig. Bij spoed kunt u bellen met 020-1234567."),
    ("Re: MX-26-1", "Momenteel ben ik met vakantie. Tijdens mijn afwezigheid worden e-mails niet gelezen."),
    ("AW: MX-26-1", "Vielen Dank für Ihre Nachricht. Ich bin bis 9. März im Urlaub. In dringenden Fällen: 030/1234."),
    ("SV: MX-26-1", "Jag är på semester till den 9 mars. Vid brådskande ärenden, ring växeln."),
    ("SV: MX-26-1", "Jeg er på ferie til 9. mars. I mitt fravær kan du kontakte Kari."),
]


@pytest.mark.parametrize(("subject", "text"), OUT_OF_OFFICE)
def test_an_out_of_office_is_filed_and_never_answered(subject: str, text: str) -> None:
    judged = verdict(written(text, subject=subject))
    assert judged == Judgement(Verdict.FILE, "is_out_of_office", automatic=True, may_answer=False)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Ferie", "Jeg er på ferie i uge 10 og vil derfor gerne flytte mit kursus. Kan det lade sig gøre?"),
        ("Fravær fra kursus", "Jeg var syg i går og kunne ikke deltage. Hvordan får jeg mit kursusbevis?"),
        ("Afwezig bij training", "Ik ben volgende week afwezig wegens ziekte. Kan ik de training later doen?"),
        ("Klage", "Jeg er på ferie til mandag, men vil klage over, at ingen svarer. Haster!"),
        ("Klacht", "Ik ben op vakantie, maar bij spoed te bereiken. Mijn klacht betreft de examinator."),
        ("Leave", "I am on parental leave and want to know whether my certificate expires meanwhile?"),
        ("Your automatic replies", "I keep getting your automatic reply, nobody answers me. Please help."),
        ("Re: Automatisk kvittering: MX-26-481903", "Her er mine dokumenter.\n\nVenlig hilsen\nAnna"),
        ("Re: Auto: we received your request", "Here are the papers you asked for."),
        ("Antw: Automatische ontvangstbevestiging", "Bijgaand de stukken."),
        ("Nyhedsbrev", "Afmeld mig jeres nyhedsbrev med det samme, tak."),
        ("Unsubscribe me", "Please unsubscribe me from your newsletter and delete my data."),
        ("Spam", 'I jeres nyhedsbrev står der "klik her for at afmelde", men linket virker ikke. Hvad gør jeg?'),
        ("Mail delivery failed", "I ordered the course book and the delivery failed. Where is it?"),
        ("Delivery problem with my certificate", "My certificate was returned to sender. Please send it again."),
        ("SV: Undeliverable: kursusbevis", "Min postkasse var fuld. Send venligst beviset igen."),
        ("Bekræft", "Kan I bekræfte, at I har modtaget min mail?"),
        ("Received?", "Have you received my e-mail of last week? I need an answer as soon as possible."),
        ("Prize", "I won a prize at your course day, a voucher for free training. When does it expire?"),
        ("Money back", "I want my money back. Your special offer said money-back guarantee. Call now!"),
        ("Klage", "Jeg modtog kun dette:\n\n> Dette er en automatisk besked\n> Denne mail kan ikke besvares"),
        (
            "Fwd: your newsletter",
            "Stop this.\n\n---------- Forwarded message ---------\nView in browser\nTo unsubscribe, click here.",
        ),
        ("FW: Accepted: meeting", "Se nedenfor."),
        ("Kursus", "Hej"),
        ("Re: MX-26-1", "På min profil står der, at jeg er ansat i Nordea, men det passer ikke. Ret det venligst."),
        ("Ferie: spørgsmål", "Kan jeg holde ferie under kurset?"),
        ("Tak", "Tak for jeres svar. Hvornår får jeg mit bevis?"),
    ],
)
def test_people_who_write_about_such_things_are_answered(subject: str, text: str) -> None:
    assert verdict(written(text, subject=subject)) == PERSON


@pytest.mark.parametrize(
    ("subject", "text", "reason"),
    [
        ("Re: MX-26-1", "Tak for din mail. Jeg er på ferie til mandag.", "is_perhaps_out_of_office"),
        ("SV: MX-26-1", "Jeg er på kursus i dag.", "is_perhaps_out_of_office"),
        ("RE: MX-26-1", "Ik werk niet op woensdag en vrijdag.", "is_perhaps_out_of_office"),
        ("SV: MX-26-1", "Tak for din henvendelse – vi vender tilbage.", "acknowledges_receipt"),
        ("AW: MX-26-1", "Vielen Dank für Ihre Anfrage. Wir melden uns.", "acknowledges_receipt"),
        ("Invoice 12", "Your invoice. This is an automatically generated email, thanks.", "says_it_is_automatic"),
        (
            "Re: MX-26-1",
            "Thank you for contacting us. Your request (#4711) has been received and will be reviewed by our staff.",
            "acknowledges_receipt",
        ),
        ("Sv: MX-26-1", "Vi har modtaget din henvendelse og vender tilbage hurtigst muligt.", "acknowledges_receipt"),
        ("Re: MX-26-1", "Wij hebben uw bericht ontvangen en reageren zo spoedig mogelijk.", "acknowledges_receipt"),
        ("[Ticket 12]", "This is an automated response. We will look at it.", "says_it_is_automatic"),
        ("Kvittering", "Ordre 12\n\nDette er en automatisk mail.", "says_it_is_automatic"),
        ("Bestelling", "Order 12\n\nDit is een automatisch gegenereerd bericht.", "says_it_is_automatic"),
        (
            "Please verify",
            "To deliver your mail, please confirm that you are a real person: click here.",
            "is_challenge",
        ),
        (
            "Returned Mail - Error During Delivery",
            "------ Failed Recipients ------\n<x@example.com>: mailbox unavailable [SMTP Error Code 550]",
            "is_perhaps_a_bounce",
        ),
        (
            "Spring offers",
            "View this email in your browser\nYou are receiving this email because you signed up.",
            "looks_like_a_newsletter",
        ),
        (
            "More visitors",
            "Our SEO experts put you on the first page of Google. Limited time offer, act now! To opt-out, say so.",
            "looks_like_spam",
        ),
        ("***SPAM*** Hello", "Hello", "is_spam"),
        ("[SPAM] Hello", "Hello", "is_spam"),
    ],
)
def test_what_only_reads_like_a_machine_is_not_answered_either(subject: str, text: str, reason: str) -> None:
    judged = verdict(written(text, subject=subject))
    assert judged.reason == reason
    assert not judged.may_answer


def test_a_list_that_is_our_own_group_mailbox_leaves_a_person_a_person() -> None:
    letter = written("Goddag", "List-Id: Mentorix <info.mentorix.dk>", "Precedence: list")
    assert verdict(letter) == PERSON
    assert not judge(parsed(letter), frozenset({"info@metier.dk"})).may_answer


@pytest.mark.parametrize("sender", ["info@mentorix.dk", "INFO@mentorix.dk", "info+t.abcdefghijklmnop@mentorix.dk"])
def test_a_letter_from_our_own_address_is_held_and_not_answered(sender: str) -> None:
    judged = verdict(written("Goddag", sender=sender))
    assert judged == Judgement(Verdict.HOLD, "is_our_own", automatic=False, may_answer=False)


def test_our_own_address_is_known_however_the_policy_writes_it() -> None:
    own = frozenset({"info@ALOTTbetter.dk"})
    assert judge(parsed(written("Goddag", sender="info@alottbetter.dk")), own).reason == "is_our_own"


def test_our_own_address_as_return_path_is_a_loop_too() -> None:
    assert verdict(written("Goddag"), Envelope("privacy@mentorix.dk", ())).reason == "is_our_own"


def test_two_of_us_that_acknowledge_each_other_stop_at_once() -> None:
    other = written(
        "Vi har modtaget din klage.", "Auto-Submitted: auto-replied", subject="Automatisk kvittering: AL-26-1"
    )
    assert not verdict(other).may_answer
    bare = written("Vi har modtaget din klage.", subject="Automatische ontvangstbevestiging: AL-26-1")
    assert not verdict(bare).may_answer


def test_a_letter_that_goes_in_circles_is_stopped() -> None:
    round_trip = ["Received: from a by b; Mon, 2 Mar 2026 10:00:00 +0100"] * 101
    assert verdict(written("Goddag", *round_trip)).reason == "goes_in_circles"
    assert verdict(written("Goddag", *round_trip[1:])) == PERSON


def test_spam_that_may_be_a_complaint_is_held_never_filed() -> None:
    assert verdict(written("Jeg klager.", "X-Spam-Flag: YES")).verdict is Verdict.HOLD


def test_a_letter_without_subject_text_and_files_is_held() -> None:
    empty = a_message(subject=" ", text="\n")
    assert judge(empty) == Judgement(Verdict.HOLD, "is_empty", automatic=False, may_answer=True)
    assert judge(a_message(subject="Klage", text="")) == PERSON
    with_file = dataclasses.replace(empty, attachments=(Attachment(1, "klage.pdf", "application/pdf", 9, "d"),))
    assert judge(with_file) == PERSON


def test_a_letter_that_names_no_sender_is_held() -> None:
    judged = verdict(b"Subject: Klage\r\nTo: info@mentorix.dk\r\n\r\nHej\r\n")
    assert judged == Judgement(Verdict.HOLD, "has_no_sender", automatic=False, may_answer=False)


def test_a_letter_in_a_file_that_lost_its_sender_is_held_and_not_filed_as_a_machine_s() -> None:
    raw = b"Subject: Kursus\r\nTo: info@mentorix.dk\r\n\r\nUnderviseren kom ikke.\r\n"
    assert verdict(raw, envelope_of(raw)).reason == "has_no_sender"
    assert verdict(b"Return-Path: <>\r\n" + raw, envelope_of(raw)).reason == "has_null_return_path"


def test_a_letter_that_could_not_be_taken_apart_is_held() -> None:
    assert judge(a_message(faults=("too_many_parts",))).reason == "is_damaged"
    assert judge(a_message(faults=("no_boundary",))) == PERSON


def test_what_cannot_be_parsed_is_held_under_the_rule_s_name() -> None:
    judged = judge(unreadable(b"\x00\x01", ENVELOPE, AT, "the letter is empty"))
    assert judged == Judgement(Verdict.HOLD, "is_unreadable", automatic=False, may_answer=False)


def test_a_person_who_sends_a_bounce_on_by_hand_is_a_person() -> None:
    forwarded = a_message(
        subject="Fwd: Undelivered Mail Returned to Sender",
        text="Jeres svar til mig kom aldrig frem, se her.",
        attachments=(Attachment(2, "status", "message/delivery-status", 9, "d"),),
    )
    assert judge(forwarded) == PERSON


def test_a_mail_server_is_known_by_its_name_where_its_address_says_nothing() -> None:
    bounce = a_message(
        sender=Address("Mail Delivery System", "x@example.org"), subject="Delivery failure", text="user unknown"
    )
    assert judge(bounce).reason == "is_bounce"


def test_a_provider_that_passes_on_spam_complaints_in_its_own_way_is_no_complainant() -> None:
    copy = Attachment(1, "message-1.eml", "message/rfc822", 9, "d")
    report = a_message(subject="complaint about message from 192.0.2.222", text="", attachments=(copy,))
    assert judge(report).reason == "is_abuse_report"
    assert judge(a_message(subject="Complaint about message from Anna", attachments=(copy,))) == PERSON


@pytest.mark.parametrize("sample", collection("machines_of_many_kinds"), ids=lambda sample: sample.kind)
def test_machines_of_many_kinds_are_kept_and_none_is_answered(sample: Sample) -> None:
    judged = judge(parsed(sample.raw, envelope_of(sample.raw)), OWN)
    assert judged.verdict in sample.expected.split(" or ")
    assert not judged.may_answer or judged.reason == "is_empty"


@pytest.mark.parametrize("sample", collection("people_of_many_kinds"), ids=lambda sample: sample.kind)
def test_people_of_many_kinds_are_admitted_and_may_be_answered(sample: Sample) -> None:
    assert judge(parsed(sample.raw, envelope_of(sample.raw)), OWN) == PERSON


@pytest.mark.parametrize("sample", collection("bounces_of_many_makes"), ids=lambda sample: sample.kind)
def test_bounces_of_many_makes_are_filed_as_bounces(sample: Sample) -> None:
    judged = judge(parsed(sample.raw, envelope_of(sample.raw)), OWN)
    assert judged == Judgement(Verdict.FILE, "is_bounce", automatic=True, may_answer=False)


def test_an_entry_in_a_calendar_that_a_person_encloses_files_nothing() -> None:
    cancelled = a_message(
        subject="Aflysning",
        text="Jeg klager over, at I aflyste samme morgen, se vedhæftede.",
        headers=(("calendar-method", "cancel"),),
    )
    assert judge(cancelled) == PERSON


def test_whoever_speaks_of_your_complaint_answers_one_and_does_not_complain() -> None:
    answered = written("We have received your complaint and will get back to you.", subject="Re: Your complaint")
    assert verdict(answered).reason == "acknowledges_receipt"


def test_no_rule_lets_a_machine_be_answered() -> None:
    assert [rule.__name__ for rule, _, automatic, may_answer in RULES if automatic and may_answer] == []


def test_every_rule_has_its_own_name_and_the_last_one_applies_to_all() -> None:
    names = [rule.__name__ for rule, *_ in RULES]
    assert len(names) == len(set(names))
    assert names[-1] == "is_from_a_person"


@pytest.mark.parametrize("rule", MACHINES)
def test_a_machine_that_asks_for_something_is_held_before_any_rule_files_machines(rule: Predicate) -> None:
    order = [predicate for predicate, *_ in RULES]
    assert {predicate: judged for predicate, judged, *_ in RULES}[rule] is Verdict.FILE
    assert order.index(is_automatic_and_asks) < order.index(rule)
