/*
 * The chat of Svarfrist, in one file: <script src="https://…/chat/<organisation>/widget.js" async></script>
 *
 * It defines <svarfrist-chat> and places one where the page has none. The script's data-theme ("light", "dark"), data-lang
 * ("da", "nl", "en") and data-contact (what to say when we cannot be reached) are handed on to it as attributes.
 * Whatever of the page has data-svarfrist-open opens the chat when it is clicked; hidden until then, it is shown by us.
 * Colours, sizes and place are the page's to choose, by the variables --svarfrist-… in STYLE.
 *
 * What it keeps in the browser is the reference of the conversation, from the first line on, and nothing else. What others
 * wrote is put in as text, never as markup, and its styles are constructed, so that a strict Content-Security-Policy
 * needs to allow its origin for scripts and connections alone.
 */
(() => {
"use strict";

const SCRIPT = document.currentScript || document.querySelector('script[src$="/widget.js"]');
const BASE = new URL(".", SCRIPT.src);
const TAG = "svarfrist-chat";
const LANGUAGES = ["da", "nl", "en"];

/* ── What it says ─────────────────────────────────────────────────────────────────────────────────────────────────── */

const TEXTS = {
  da: {
    open: "Skriv til os", resume: "Fortsæt samtalen", close: "Luk chatten", chat: "Chat", with: "Chat med {name}",
    one: "1 ny besked", many: "{n} nye beskeder", newest: "Nye beskeder",
    automatic: "Du skriver med et automatisk system",
    careful: "Skriv ikke CPR-nummer, helbredsoplysninger eller andet følsomt.",
    reach: "Du kan altid få fat i et menneske:", privacy: "Privatlivspolitik",
    message: "Din besked", send: "Send", attach: "Vedhæft fil", log: "Samtalen",
    limits: "Højst {files} filer på hver {size}: {types}.",
    pdf: "PDF", picture: "billeder", document: "dokumenter", sheet: "regneark", slides: "præsentationer", mail: "e-mails", plain: "tekst",
    person: "Du", program: "Automatisk svar", staff: "Medarbejder", writing: "Der skrives …",
    queued: "Ikke sendt endnu", sending: "Sender …", received: "Modtaget", refused: "Ikke sendt",
    again: "Prøv igen", remove: "Fjern", cancel: "Annuller", uploading: "{name} sendes",
    connecting: "Forbinder …", back: "Der er forbindelse igen.",
    offline: "Der er ingen forbindelse. Det, du skriver, bliver sendt, så snart den er tilbage.", now: "Prøv nu",
    unreachable: "Vi kan ikke komme i forbindelse med chatten. Vi bliver ved med at prøve.",
    unavailable: "Chatten kan ikke bruges på denne side.", write: "Skriv til {contact}",
    more: "Flere muligheder", device: "Fortsæt på en anden enhed", over: "Begynd forfra", ok: "Luk",
    deviceText: "Åbn linket på den anden enhed. Det virker én gang og kun i {minutes} minutter. Giv det ikke til andre: Den, der har linket, kan læse hele samtalen.",
    deviceNone: "Skriv først en besked. Så er der en samtale at fortsætte.",
    link: "Link til samtalen", copy: "Kopiér linket", copied: "Linket er kopieret",
    overText: "Samtalen forsvinder fra denne browser. Det, vi har modtaget, har vi stadig, og dine sager fortsætter.",
    overLost: "Det, der ikke er sendt endnu, går tabt.",
    join: "Fortsæt en samtale her?", joinText: "Du har åbnet et link til en samtale fra en anden enhed. Fortsæt kun, hvis du selv har lavet linket.",
    yes: "Ja, fortsæt", no: "Nej", joinGone: "Linket virker ikke længere. Lav et nyt på den anden enhed.",
    expired: "Den tidligere samtale kan ikke vises længere. Her begynder en ny. Dine sager fortsætter.",
    ended: "Samtalen er afsluttet. Du kan stadig skrive her.", human: "En medarbejder er med i samtalen.",
    long: "Beskeden er for lang: {n} tegn, højst {most}.", left: "{n} af {most} tegn",
    fileLarge: "{name} er for stor ({size}). En fil må højst fylde {most}.", fileEmpty: "{name} er tom.",
    fileMany: "Du kan højst sende {most} filer.", failed: "Det lykkedes ikke.", drop: "Slip filen her",
  },
  nl: {
    open: "Stel uw vraag", resume: "Gesprek voortzetten", close: "Chat sluiten", chat: "Chat", with: "Chat met {name}",
    one: "1 nieuw bericht", many: "{n} nieuwe berichten", newest: "Nieuwe berichten",
    automatic: "U schrijft met een automatisch systeem",
    careful: "Vermeld geen burgerservicenummer, gezondheidsgegevens of andere gevoelige gegevens.",
    reach: "U kunt altijd een medewerker bereiken:", privacy: "Privacyverklaring",
    message: "Uw bericht", send: "Versturen", attach: "Bestand toevoegen", log: "Gesprek",
    limits: "Maximaal {files} bestanden van elk {size}: {types}.",
    pdf: "pdf", picture: "afbeeldingen", document: "documenten", sheet: "spreadsheets", slides: "presentaties", mail: "e-mails", plain: "tekst",
    person: "U", program: "Automatisch antwoord", staff: "Medewerker", writing: "Er wordt geschreven …",
    queued: "Nog niet verzonden", sending: "Wordt verzonden …", received: "Ontvangen", refused: "Niet verzonden",
    again: "Opnieuw proberen", remove: "Verwijderen", cancel: "Annuleren", uploading: "{name} wordt verzonden",
    connecting: "Verbinding maken …", back: "De verbinding is hersteld.",
    offline: "Er is geen verbinding. Wat u schrijft, wordt verzonden zodra de verbinding er weer is.", now: "Nu proberen",
    unreachable: "De chat is op dit moment niet bereikbaar. Wij blijven het proberen.",
    unavailable: "De chat kan op deze pagina niet worden gebruikt.", write: "Schrijf naar {contact}",
    more: "Meer opties", device: "Verdergaan op een ander apparaat", over: "Opnieuw beginnen", ok: "Sluiten",
    deviceText: "Open de link op het andere apparaat. De link werkt één keer en maar {minutes} minuten. Geef hem niet aan anderen: wie de link heeft, kan het hele gesprek lezen.",
    deviceNone: "Schrijf eerst een bericht. Dan is er een gesprek om voort te zetten.",
    link: "Link naar het gesprek", copy: "Link kopiëren", copied: "De link is gekopieerd",
    overText: "Het gesprek verdwijnt uit deze browser. Wat wij hebben ontvangen, hebben wij nog, en uw zaken lopen gewoon door.",
    overLost: "Wat nog niet is verzonden, gaat verloren.",
    join: "Een gesprek hier voortzetten?", joinText: "U hebt een link geopend naar een gesprek op een ander apparaat. Ga alleen verder als u de link zelf hebt gemaakt.",
    yes: "Ja, verdergaan", no: "Nee", joinGone: "De link werkt niet meer. Maak een nieuwe op het andere apparaat.",
    expired: "Het vorige gesprek kan niet meer worden getoond. Hier begint een nieuw gesprek. Uw zaken lopen gewoon door.",
    ended: "Het gesprek is beëindigd. U kunt hier nog steeds schrijven.", human: "Een medewerker neemt deel aan het gesprek.",
    long: "Het bericht is te lang: {n} tekens, maximaal {most}.", left: "{n} van {most} tekens",
    fileLarge: "{name} is te groot ({size}). Een bestand mag maximaal {most} zijn.", fileEmpty: "{name} is leeg.",
    fileMany: "U kunt maximaal {most} bestanden versturen.", failed: "Het is niet gelukt.", drop: "Zet het bestand hier neer",
  },
  en: {
    open: "Write to us", resume: "Continue the chat", close: "Close the chat", chat: "Chat", with: "Chat with {name}",
    one: "1 new message", many: "{n} new messages", newest: "New messages",
    automatic: "You are writing with an automatic system",
    careful: "Please leave out national ID numbers, health details and anything else that is sensitive.",
    reach: "You can always reach a person:", privacy: "Privacy notice",
    message: "Your message", send: "Send", attach: "Attach a file", log: "Conversation",
    limits: "At most {files} files of {size} each: {types}.",
    pdf: "PDF", picture: "pictures", document: "documents", sheet: "spreadsheets", slides: "presentations", mail: "e-mails", plain: "text",
    person: "You", program: "Automatic reply", staff: "Staff member", writing: "Someone is writing …",
    queued: "Not sent yet", sending: "Sending …", received: "Received", refused: "Not sent",
    again: "Try again", remove: "Remove", cancel: "Cancel", uploading: "Sending {name}",
    connecting: "Connecting …", back: "You are connected again.",
    offline: "There is no connection. What you write will be sent as soon as it is back.", now: "Try now",
    unreachable: "The chat cannot be reached right now. We keep trying.",
    unavailable: "The chat cannot be used on this page.", write: "Write to {contact}",
    more: "More options", device: "Continue on another device", over: "Start over", ok: "Close",
    deviceText: "Open the link on the other device. It works once, and only for {minutes} minutes. Do not pass it on: whoever has the link can read the whole conversation.",
    deviceNone: "Write a message first. Then there is a conversation to continue.",
    link: "Link to the conversation", copy: "Copy the link", copied: "The link is copied",
    overText: "The conversation disappears from this browser. We still have what we received, and your cases go on.",
    overLost: "What has not been sent yet is lost.",
    join: "Continue a conversation here?", joinText: "You opened a link to a conversation on another device. Continue only if you made the link yourself.",
    yes: "Yes, continue", no: "No", joinGone: "The link no longer works. Make a new one on the other device.",
    expired: "The earlier conversation can no longer be shown. A new one begins here. Your cases go on.",
    ended: "The conversation has ended. You can still write here.", human: "A member of staff has joined the conversation.",
    long: "The message is too long: {n} characters, at most {most}.", left: "{n} of {most} characters",
    fileLarge: "{name} is too large ({size}). A file may be at most {most}.", fileEmpty: "{name} is empty.",
    fileMany: "You can send at most {most} files.", failed: "That did not work.", drop: "Drop the file here",
  },
};

/* ── What it looks like ───────────────────────────────────────────────────────────────────────────────────────────── */

const DARK = `
  --accent: var(--svarfrist-accent-dark, #8cc2ff); --on-accent: var(--svarfrist-on-accent-dark, #10151b);
  --ink: var(--svarfrist-ink-dark, #eef1f4); --paper: var(--svarfrist-paper-dark, #15181c);
  --quiet: var(--svarfrist-quiet-dark, #b9c1ca); --line: var(--svarfrist-line-dark, #7d8894);
  --ours: var(--svarfrist-ours-dark, #262c34); --mine: var(--svarfrist-mine-dark, #17324d);
  --bad: var(--svarfrist-bad-dark, #ffb4ab); --shade: 0 .5em 2em rgb(0 0 0 / .6); color-scheme: dark;`;

const STYLE = `
:host { all: initial; display: block; color-scheme: light;
  --accent: var(--svarfrist-accent, #0b5cad); --on-accent: var(--svarfrist-on-accent, #ffffff);
  --ink: var(--svarfrist-ink, #1b1f24); --paper: var(--svarfrist-paper, #ffffff);
  --quiet: var(--svarfrist-quiet, #4a525c); --line: var(--svarfrist-line, #838c97);
  --ours: var(--svarfrist-ours, #eef1f5); --mine: var(--svarfrist-mine, #dcebfa);
  --bad: var(--svarfrist-bad, #a1160e); --shade: 0 .5em 2em rgb(20 30 45 / .25);
  --radius: var(--svarfrist-radius, .75em); --side: var(--svarfrist-side, 1em); --below: var(--svarfrist-below, 1em);
  font: var(--svarfrist-font-size, medium)/1.5 var(--svarfrist-font, system-ui, sans-serif); color: var(--ink);
  -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${DARK} } }
:host([theme="dark"]) { ${DARK} }
:host([hidden]) { display: none; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, h3, p, ul { margin: 0; padding: 0; font: inherit; }
button, textarea, input { font: inherit; color: inherit; letter-spacing: inherit; }
button { min-width: 44px; min-height: 44px; display: inline-flex; align-items: center; justify-content: center; gap: .5em;
  padding: .4em .9em; border: 1px solid var(--line); border-radius: calc(var(--radius) * .7); background: var(--paper);
  color: var(--ink); cursor: pointer; text-align: center; touch-action: manipulation; }
button.strong { background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 600; }
button.bare { border-color: transparent; background: none; padding: .4em; }
button:hover:not(:disabled) { text-decoration: underline; text-underline-offset: .2em; }
button:disabled, textarea:disabled { cursor: not-allowed; opacity: .6; }
a { color: var(--accent); text-underline-offset: .15em; overflow-wrap: anywhere; }
svg { width: 1.4em; height: 1.4em; flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round;
  stroke-linejoin: round; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.strong:focus-visible { outline-color: var(--ink); }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; border: 0; }

.launch { position: fixed; z-index: var(--svarfrist-z, 2147483000); inset-block-end: var(--below); inset-inline-end: var(--side);
  max-width: calc(100vw - 2 * var(--side)); min-height: 3.5em; padding: .6em 1.25em; border-radius: 2em; border: 2px solid var(--accent);
  background: var(--accent); color: var(--on-accent); font-weight: 600; box-shadow: var(--shade); overflow-wrap: anywhere; }
.launch:focus-visible { outline-color: var(--ink); outline-offset: 3px; box-shadow: 0 0 0 3px var(--paper), var(--shade); }
.count { min-width: 1.6em; padding: 0 .45em; border-radius: 1em; background: var(--on-accent); color: var(--accent);
  border: 1px solid transparent; font-variant-numeric: tabular-nums; }

dialog { position: fixed; z-index: var(--svarfrist-z, 2147483000); inset: auto var(--side) calc(var(--below) + 4.25em) auto;
  width: min(25em, 100vw - 2 * var(--side)); height: min(42em, 100dvh - var(--below) - 5.25em); margin: 0; padding: 0;
  max-width: none; max-height: none; border: 1px solid var(--line); border-radius: var(--radius); background: var(--paper);
  color: var(--ink); box-shadow: var(--shade); overflow: hidden auto; overscroll-behavior: contain; }
dialog[open] { display: flex; flex-direction: column; }
dialog::backdrop { background: var(--paper); }
dialog:focus { outline: none; }
dialog:focus-visible { outline: 3px solid var(--accent); outline-offset: -3px; }

header { display: flex; align-items: flex-start; gap: .25em; padding: .5em .4em .5em 1em; border-block-end: 1px solid var(--line); }
header div { flex: 1; min-width: 0; padding-block: .3em; overflow-wrap: anywhere; }
h2 { font-weight: 700; line-height: 1.3; }
header p { color: var(--quiet); font-size: .875em; line-height: 1.35; }
.menu { display: flex; flex-direction: column; gap: .5em; padding: .6em 1em; border-block-end: 1px solid var(--line); }
.menu button { justify-content: flex-start; text-align: start; }
.sheet { padding: .75em 1em 1em; border-block-end: 1px solid var(--line); background: var(--ours); overflow-wrap: anywhere; }
.sheet:focus { outline: none; }
.sheet h3 { font-weight: 700; margin-block-end: .25em; }
.sheet p + p { margin-block-start: .5em; }
.sheet input { width: 100%; min-height: 44px; padding: .4em .6em; margin-block-start: .6em; border: 1px solid var(--line);
  border-radius: calc(var(--radius) * .5); background: var(--paper); text-overflow: ellipsis; }
.deeds { display: flex; flex-wrap: wrap; gap: .5em; margin-block-start: .75em; }

.state { display: flex; flex-wrap: wrap; align-items: center; gap: .25em .75em; }
.state { font-size: .9375em; background: var(--ours); }
.state p { flex: 1 1 12em; overflow-wrap: anywhere; }
.state p:not(:empty) { padding: .6em 1em; }
.state button { margin: 0 1em .5em; }
.state[data-bad] p { color: var(--bad); font-weight: 600; }

.log { flex: 1; min-height: 6em; overflow-y: auto; overscroll-behavior: contain; padding: 1em; display: flex;
  flex-direction: column; gap: .5em; }
.log:focus-visible { outline-offset: -3px; }
.log > :first-child { margin-block-start: auto; }
.row { display: flex; flex-direction: column; align-items: flex-start; gap: .15em; max-width: 92%; }
.bubble + .bubble { margin-block-start: .35em; }
.row[data-side="person"] { align-self: flex-end; align-items: flex-end; }
.row + .row[data-first] { margin-block-start: .5em; }
.who { color: var(--quiet); font-size: .8125em; padding-inline: .25em; }
.row:not([data-first]) .who { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.bubble { max-width: 100%; padding: .55em .85em; border: 1px solid transparent; border-radius: var(--radius); background: var(--ours);
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
[data-side="person"] .bubble { background: var(--mine); }
[data-side="staff"] .bubble { background: var(--paper); border-color: var(--accent); }
[data-state="queued"] .bubble, [data-state="refused"] .bubble { background: none; border: 1px dashed var(--line); }
.text { unicode-bidi: plaintext; }
.file { display: flex; align-items: flex-start; gap: .4em; white-space: normal; }
.file svg { margin-block-start: .1em; }
.file span { color: var(--quiet); }
.meta { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .4em; padding-inline: .25em; color: var(--quiet); font-size: .8125em; }
[data-followed] .meta { display: none; }
.meta svg { width: 1em; height: 1em; }
[data-state="refused"] .meta { color: var(--bad); }
[data-side="person"] .meta { justify-content: flex-end; text-align: end; }
.row .deeds { margin-block: .25em 0; }
progress { display: block; width: 100%; min-width: 10em; height: .75em; margin-block: .4em; accent-color: var(--accent); }
.writing { align-self: flex-start; display: flex; gap: .3em; padding: .8em; border-radius: var(--radius); background: var(--ours); }
.writing i { width: .5em; height: .5em; border-radius: 50%; background: var(--quiet); border: 1px solid transparent; }
.note { align-self: center; color: var(--quiet); font-size: .875em; text-align: center; overflow-wrap: anywhere; }
.newest { position: sticky; inset-block-end: 0; align-self: center; flex: none; padding: .2em .9em; border-radius: 2em; font-size: .875em;
  box-shadow: 0 .2em .8em rgb(0 0 0 / .3); }

form { padding: .5em .75em .75em; border-block-start: 1px solid var(--line); }
.fault { color: var(--bad); font-weight: 600; overflow-wrap: anywhere; }
.fault:not(:empty) { padding-block-end: .4em; }
textarea { flex: 1; width: 100%; min-width: 0; min-height: 44px; max-height: 9.5em; padding: .5em .7em; resize: none; border: 1px solid var(--line);
  border-radius: calc(var(--radius) * .7); background: var(--paper); line-height: 1.5; field-sizing: content; }
textarea::placeholder { color: var(--quiet); opacity: 1; }
textarea[aria-invalid="true"] { border: 2px solid var(--bad); }
.tools { display: flex; align-items: flex-end; gap: .4em; }
.tools button { flex: none; padding: .4em; }
.hint, .help { color: var(--quiet); font-size: .8125em; line-height: 1.4; overflow-wrap: anywhere; }
.hint { padding-block-end: .5em; }
.left:not(:empty) { padding-block: .35em 0; text-align: end; }
.menu .hint { padding-block: .25em 0; }
.help { padding: .4em .85em .4em; border-block-start: 1px solid var(--line); }
.help a { display: inline-block; min-height: 24px; margin-inline-end: .4em; }
.tight :is(.hint:not(.left), .help) { display: none; }
.dropping { outline: 3px dashed var(--accent); outline-offset: -6px; }

@media (max-width: 480px), (max-height: 420px) {
  dialog { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; box-shadow: none; }
  .launch { --side: var(--svarfrist-side-small, .75em); --below: var(--svarfrist-below-small, .75em); }
}
@media (max-height: 520px) {
  dialog[open] { display: block; overflow-y: auto; }
  .log { overflow: visible; min-height: 0; }
}
@media (prefers-reduced-motion: no-preference) {
  dialog[open] { animation: rise .16s ease-out; }
  .writing i { animation: blink 1.2s infinite; }
  .writing i:nth-child(2) { animation-delay: .2s; }
  .writing i:nth-child(3) { animation-delay: .4s; }
  @keyframes rise { from { opacity: 0; transform: translateY(.5em); } }
  @keyframes blink { 50% { opacity: .25; } }
}
@media (forced-colors: active) {
  section { --accent: LinkText; --on-accent: ButtonText; --ink: CanvasText; --paper: Canvas; --quiet: CanvasText; --line: CanvasText;
    --ours: Canvas; --mine: Canvas; --bad: CanvasText; color: CanvasText; }
  .launch, button.strong, .count { color: ButtonText; background: ButtonFace; border-color: ButtonText; }
  .bubble, .writing { border-color: CanvasText; }
  .writing i { background: CanvasText; }
  button:disabled, textarea:disabled { opacity: 1; color: GrayText; border-color: GrayText; }
}
@media print {
  .launch, form, .help, .state, .menu, .sheet, .writing, .newest, header button { display: none !important; }
  dialog { --ink: #000; --paper: #fff; --quiet: #333; --line: #666; --ours: #fff; --mine: #fff; --accent: #000; color-scheme: light; }
  dialog[open] { display: block; position: static; width: auto; height: auto !important; overflow: visible; border: 0; box-shadow: none; }
  .log { display: block; overflow: visible; min-height: 0; }
  .row { max-width: 100%; margin-block-end: .5em; break-inside: avoid; }
  .bubble { border-color: var(--line) !important; }
}
`;

const ICONS = {
  chat: "M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5z",
  close: "M6 6l12 12M18 6L6 18",
  more: "M11 4.500h2v2h-2zM11 11h2v2h-2zM11 17.500h2v2h-2z",
  down: "M12 5v14M6 13l6 6 6-6",
  send: "M4 12l16-8-6 16-3-7z",
  clip: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.500 8.500a2 2 0 0 1-3-3L14 7",
  paper: "M6 3h8l4 4v14H6zM14 3v4h4",
  tick: "M5 13l4 4L19 7",
  wait: "M12 7v5l3 2M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18",
  bad: "M12 8v5M12 16.500v.01M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18",
};

/* ── Small tools ──────────────────────────────────────────────────────────────────────────────────────────────────── */

/** Make an element: what is given is set as a property where it has one, else as an attribute; children are text or elements. */
function make(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name in made && !name.includes("-")) made[name] = value;
    else if (value !== null && value !== false) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  drawn.append(path);
  return drawn;
}

/** Fill the places of a text: "{n} of {most}". */
const filled = (text, facts) => text.replace(/\{(\w+)\}/g, (all, name) => (name in facts ? String(facts[name]) : all));

/** Give a text without the invisible signs that turn its order round: what a file is called must be what is read. */
const unturned = (text) => String(text).replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, "");

/** Say whether the language is one of ours, by its first part. */
const ours = (tag) => LANGUAGES.find((one) => one === String(tag || "").toLowerCase().split(/[-_]/)[0]);

/** Give an address only where it leads to the web, or to the service itself where `own` is asked for. */
function webAddress(text, own = false) {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) && !url.username && (!own || url.origin === BASE.origin) ? url.href : null;
  } catch {
    return null;
  }
}

/** Give an address as it is read: without its scheme, and no longer than a line or two. */
const shortened = (href) => href.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "").replace(/^(.{36}).{6,}$/, "$1…");

/** Give a text as nodes; what leads to the service's own pages can be clicked, and the privacy notice, nothing else. */
function linked(text, notice = null) {
  const nodes = [];
  let rest = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"]+/g)) {
    const bare = found[0].replace(/[.,;:!?)\]}'’”]+$/, "");
    const href = webAddress(bare, true) || (notice && webAddress(bare) === notice ? notice : null);
    if (!href) continue;
    nodes.push(text.slice(rest, found.index), make("a", { href, target: "_blank", rel: "noopener noreferrer", textContent: shortened(href), title: href }));
    rest = found.index + bare.length;
  }
  return [...nodes, text.slice(rest)];
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Keeps the reference of the conversation where the browser lets us: longest first; in memory alone where it does not. */
class Keeper {
  constructor(key) {
    this.key = key;
    this.kept = "";
  }

  places() {
    return ["localStorage", "sessionStorage"].flatMap((name) => {
      try { return [window[name]]; } catch { return []; }
    });
  }

  read() {
    for (const place of this.places()) {
      try {
        const found = place.getItem(this.key);
        if (found) return found;
      } catch { /* the next place */ }
    }
    return this.kept;
  }

  write(reference) {
    this.kept = reference;
    for (const place of this.places()) {
      try { return place.setItem(this.key, reference); } catch { /* the next place */ }
    }
  }

  forget() {
    this.kept = "";
    for (const place of this.places()) try { place.removeItem(this.key); } catch { /* nothing was kept there */ }
  }
}

/** What went wrong with a request. `status` 0: nobody answered. `wait`: milliseconds before it may be tried again. */
class Fault extends Error {
  constructor(status, told = {}, wait = 0) {
    super(told.text || "");
    Object.assign(this, { status, code: told.code || "", wait });
  }

  /** Say whether trying again later can help. */
  get passes() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/* ── The way to the service ───────────────────────────────────────────────────────────────────────────────────────── */

const TIMES = { answer: 20000, socket: 8000, beat: 5000, quiet: 25000, pong: 10000, tick: 15000, first: 500, longest: 30000 };

/**
 * Carries frames to and fro: by a WebSocket, by server-sent events and POST where sockets do not get through. When it is
 * lost it comes back by itself, later each time and never at the same moment as everybody else.
 *
 * `hooks`: `frame(frame)`, `state("idle" | "connecting" | "open" | "lost" | "refused", fault)`, `session(session)`.
 */
class Wire {
  constructor(hooks) {
    Object.assign(this, { hooks, state: "idle", reference: "", session: null, tries: 0, missed: 0, after: 0, run: 0 });
  }

  /** Open a conversation: the one of a reference, of a one-time code from another device, or a new one. */
  begin(reference, language, code = "") {
    this.stop();
    Object.assign(this, { asked: code ? { code, language } : { reference, language }, session: null, after: 0, tries: 0 });
    this.connect();
  }

  /** Leave; nothing is tried again until `connect`. */
  stop() {
    this.run += 1;
    clearTimeout(this.timer);
    clearInterval(this.beating);
    this.line?.close();
    this.line = null;
    this.turn("idle");
  }

  async connect() {
    this.stop();
    const run = this.run;
    const old = () => run !== this.run;
    this.turn("connecting");
    try {
      if (!this.session) {
        const session = await this.post("session", this.asked);
        if (old()) return;
        this.session = session;
        this.reference = session.reference;
        this.hooks.session(session);
      }
      const line = await (this.bySocket() ? this.socket(old) : this.stream(old));
      if (old()) return line.close();
      this.line = line;
      this.heard = Date.now();
      this.pinged = 0;
      this.beating = setInterval(() => this.beat(), TIMES.beat);
      this.turn("open");
    } catch (fault) {
      if (!old()) this.failed(fault instanceof Fault ? fault : new Fault(0));
    }
  }

  /** Two sockets in a row that brought nothing: something between us does not let them through. Look again now and then. */
  bySocket() {
    return "WebSocket" in window && (this.missed < 2 || this.missed % 6 === 5);
  }

  socket(old) {
    return new Promise((ready, fail) => {
      const url = new URL("socket", BASE);
      url.protocol = url.protocol.replace("http", "ws");
      const socket = new WebSocket(url);
      const late = setTimeout(() => socket.close(), TIMES.socket);
      let opened = false, brought = false;
      const put = (frame) => socket.send(JSON.stringify(frame));
      socket.onopen = () => {
        clearTimeout(late);
        opened = true;
        put({ type: "hello", reference: this.reference, after: this.after });
        put({ type: "ping" });
        ready({ put, close: () => socket.close() });
      };
      socket.onmessage = (event) => {
        brought = true;
        this.missed = 0;
        if (!old()) this.take(event.data);
      };
      socket.onclose = () => {
        clearTimeout(late);
        if (old()) return;
        if (!brought) this.missed += 1;
        if (opened) this.failed(new Fault(0));
        else fail(new Fault(0));
      };
    });
  }

  async stream(old) {
    this.missed += 1;
    const { ticket } = await this.post("ticket", {});
    return new Promise((ready, fail) => {
      const url = new URL("events", BASE);
      url.search = new URLSearchParams({ ticket, after: this.after });
      const source = new EventSource(url);
      let opened = false;
      source.onopen = () => {
        opened = true;
        this.missed = 2;
        ready({ put: (frame) => this.posted(frame), close: () => source.close() });
      };
      source.onmessage = (event) => { if (!old()) this.take(event.data); };
      source.onerror = () => {
        source.close();
        if (old()) return;
        if (opened) this.failed(new Fault(0));
        else fail(new Fault(0));
      };
    });
  }

  /** Bring by POST what would have gone through a socket, one after another. */
  posted(frame) {
    this.before = Promise.resolve(this.before).then(() => this.postedNow(frame));
  }

  async postedNow({ type, ...rest }) {
    if (type !== "line" && type !== "shown") return;
    try {
      await this.post(type === "line" ? "lines" : "shown", rest);
      if (type === "line") this.hooks.frame({ type: "received", client: rest.client });
    } catch (fault) {
      if (type !== "line") return;
      if (fault.status === 0) this.failed(fault);
      else this.hooks.frame({ type: "error", client: rest.client, code: fault.code, text: fault.message, passes: fault.passes, retry_after: fault.wait / 1000 });
    }
  }

  /** Send a frame; false where there is no connection. */
  put(frame) {
    if (this.state !== "open") return false;
    this.line.put(frame);
    return true;
  }

  async post(path, body) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), TIMES.answer);
    const headers = { "Content-Type": "application/json" };
    if (path !== "session") headers.Authorization = `Bearer ${this.reference}`;
    try {
      const answer = await fetch(new URL(path, BASE), {
        method: "POST", body: JSON.stringify(body), headers, credentials: "omit", cache: "no-store", referrerPolicy: "strict-origin", signal: stop.signal,
      });
      const told = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Fault(answer.status, told, 1000 * answer.headers.get("Retry-After"));
      return told;
    } catch (fault) {
      throw fault instanceof Fault ? fault : new Fault(0);
    } finally {
      clearTimeout(late);
    }
  }

  take(data) {
    this.heard = Date.now();
    this.tries = 0;
    let frame;
    try { frame = JSON.parse(data); } catch { return; }
    if (frame.type === "pong") this.pongs = true;
    else if (frame.type === "reference") this.reference = frame.reference;
    this.hooks.frame(frame);
  }

  /** Look whether the other end is still there: a line that sleeps or a train through a tunnel closes nothing. */
  beat() {
    const quiet = Date.now() - this.heard;
    if (this.pongs && this.pinged > this.heard && Date.now() - this.pinged > TIMES.pong) this.failed(new Fault(0));
    else if (quiet > TIMES.quiet && this.pinged <= this.heard) this.ping();
    this.hooks.beat();
  }

  ping() {
    this.pinged = Date.now();
    this.put({ type: "ping" });
  }

  /** Look at once: the page is seen again, or the network is back. */
  wake() {
    if (this.state === "lost") {
      this.tries = 0;
      this.connect();
    } else if (this.state === "open" && Date.now() - this.heard > TIMES.beat) this.connect();
  }

  failed(fault) {
    this.stop();
    if (fault.code === "reference" || fault.code === "over") return this.hooks.frame({ type: "error", code: fault.code });
    if (!fault.passes) return this.turn("refused", fault);
    const longest = Math.min(TIMES.longest, TIMES.first * 2 ** this.tries);
    this.tries += 1;
    this.timer = setTimeout(() => this.connect(), Math.max(fault.wait || 0, longest * (0.5 + Math.random() / 2)));
    this.turn("lost", fault);
  }

  turn(state, fault) {
    if (state === this.state && !fault) return;
    this.state = state;
    this.hooks.state(state, fault);
  }
}

/* ── The chat itself ──────────────────────────────────────────────────────────────────────────────────────────────── */

const SMALL = matchMedia("(max-width: 480px), (max-height: 420px)");
const TOUCH = matchMedia("(pointer: coarse)");
const SORTS = [
  ["pdf", /^(application\/pdf|\.pdf)$/],
  ["picture", /^(image\/.*|\.(jpe?g|png|gif|webp|hei[cf]|avif|tiff?|bmp))$/],
  ["document", /word|opendocument\.text|rtf|^\.(docx?|odt)$/],
  ["sheet", /excel|sheet|csv|^\.(xlsx?|ods)$/],
  ["slides", /powerpoint|presentation|^\.(pptx?|odp)$/],
  ["mail", /rfc822|outlook|^\.(eml|msg)$/],
  ["plain", /^(text\/.*|\.(txt|md|log))$/],
];

/** A part of the page where people write with the organisation and its program. */
class SvarfristChat extends HTMLElement {
  static observedAttributes = ["lang"];

  constructor() {
    super();
    this.items = [];
    this.limits = { line: 8000, file: 26214400, files: 10, types: [] };
    this.keeper = new Keeper(`${TAG}:${BASE.pathname}`);
    this.wire = new Wire({
      frame: (frame) => this.heard(frame), state: (state, fault) => this.turned(state, fault),
      session: (session) => this.began(session), beat: () => this.beat(),
    });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [style];
    this.build();
  }

  connectedCallback() {
    this.leaving = new AbortController();
    const on = (target, name, act) => target.addEventListener(name, act, { signal: this.leaving.signal });
    on(SMALL, "change", () => this.reshow());
    on(document, "visibilitychange", () => this.looked());
    on(document, "click", (event) => { if (event.target.closest?.("[data-svarfrist-open]")) this.show(); });
    on(window, "online", () => this.wire.wake());
    on(window, "pageshow", (event) => { if (event.persisted && this.wire.session) this.wire.connect(); });
    on(window, "pagehide", () => this.wire.stop());
    on(window, "storage", (event) => { if (event.key === this.keeper.key) this.elsewhere(event.newValue); });
    on(window, "beforeunload", (event) => { if (this.unsent().length) event.preventDefault(); });
    if (window.visualViewport) on(window.visualViewport, "resize", () => this.fit());
    this.watch = new MutationObserver(() => this.speak());
    this.watch.observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });
    this.speak();
    this.code = this.codeFromLink();
    if (this.code) this.show();
    else if (this.keeper.read()) this.start();
  }

  disconnectedCallback() {
    this.leaving.abort();
    this.watch.disconnect();
    this.wire.stop();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.speak();
  }

  /** Give the one-time code that a link from another device brought to our own page, and take it out of the address. */
  codeFromLink() {
    const code = /^#([A-Za-z0-9._~-]{8,200})$/.exec(location.hash);
    if (!code || location.origin !== BASE.origin || location.pathname !== BASE.pathname) return "";
    history.replaceState(history.state, "", location.pathname + location.search);
    return code[1];
  }

  /* building */

  build() {
    const p = this.parts = {};
    const icons = (name, strong, act, more = {}) =>
      make("button", { type: "button", className: strong, onclick: act, ...more }, icon(name), make("span"));
    p.launch = icons("chat", "launch", () => (this.isOpen ? this.hide() : this.show()), { "aria-expanded": "false", "aria-controls": "panel", "aria-haspopup": "dialog" });
    p.count = make("span", { className: "count", hidden: true });
    p.launch.append(p.count);
    p.title = make("h2", { id: "title", dir: "auto" });
    p.about = make("p", { id: "about" });
    p.more = icons("more", "bare", () => this.toggle(), { "aria-expanded": "false", "aria-controls": "menu" });
    p.close = icons("close", "bare", () => this.hide());
    p.device = make("button", { type: "button", onclick: () => this.sheet("device") });
    p.over = make("button", { type: "button", onclick: () => this.sheet("over") });
    p.limits = make("p", { className: "hint", id: "limits" });
    p.menu = make("div", { id: "menu", className: "menu", hidden: true }, p.device, p.over, p.limits);
    p.sheet = make("section", { className: "sheet", hidden: true, tabIndex: -1, "aria-labelledby": "sheet" });
    p.state = make("p", { role: "status" });
    p.now = make("button", { type: "button", hidden: true, onclick: () => this.wire.wake() });
    p.bar = make("div", { className: "state" }, p.state, p.now);
    p.greeting = make("div", { className: "row", "data-side": "program", "data-first": "", hidden: true });
    p.note = make("p", { className: "note", hidden: true });
    p.writing = make("div", { className: "writing", hidden: true, "aria-live": "off" }, make("i"), make("i"), make("i"), make("span", { className: "unseen" }));
    p.newest = icons("down", "strong newest", () => this.toEnd(), { hidden: true });
    p.log = make("div", { className: "log", role: "log", tabIndex: 0, "aria-live": "polite", "aria-relevant": "additions", onscroll: () => this.scrolled() },
      p.greeting, p.note, p.writing, p.newest);
    p.fault = make("p", { className: "fault", role: "alert", id: "fault" });
    p.label = make("label", { className: "unseen", htmlFor: "text" });
    p.text = make("textarea", { id: "text", rows: 1, disabled: true, dir: "auto", autocomplete: "off", "aria-describedby": "fault about hint" });
    p.chosen = make("input", { type: "file", multiple: true, hidden: true });
    p.attach = icons("clip", "bare", () => p.chosen.click(), { disabled: true, "aria-describedby": "limits" });
    p.send = icons("send", "strong", null, { type: "submit", disabled: true });
    p.left = make("p", { className: "hint left" });
    p.hint = make("p", { className: "hint", id: "hint" });
    p.form = make("form", { noValidate: true }, p.hint, p.fault, p.label,
      make("div", { className: "tools" }, p.attach, p.chosen, p.text, p.send), p.left);
    p.help = make("p", { className: "help", hidden: true });
    p.said = make("p", { className: "unseen", role: "status" });
    p.panel = make("dialog", { id: "panel", tabIndex: -1, "aria-labelledby": "title", "aria-describedby": "about" },
      make("header", {}, make("div", {}, p.title, p.about), p.more, p.close), p.menu, p.sheet, p.bar, p.log, p.form, p.help, p.said);
    p.whole = make("section", { dir: "ltr" }, p.launch, p.panel);
    this.shadowRoot.append(p.whole);
    this.listen();
  }

  listen() {
    const p = this.parts;
    const files = (event) => Array.from(event.dataTransfer?.files || event.clipboardData?.files || []);
    p.form.onsubmit = (event) => { event.preventDefault(); this.submit(); };
    p.text.oninput = () => this.typed();
    p.text.onkeydown = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || TOUCH.matches) return;
      event.preventDefault();
      this.submit();
    };
    p.text.onpaste = (event) => { if (files(event).length) { event.preventDefault(); this.attach(files(event)); } };
    p.chosen.onchange = () => { this.attach(Array.from(p.chosen.files)); p.chosen.value = ""; p.attach.focus(); };
    p.panel.oncancel = (event) => { event.preventDefault(); this.escape(); };
    p.whole.onkeydown = (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || !this.isOpen) return;
      event.preventDefault();
      this.escape();
    };
    p.panel.ondragover = (event) => {
      if (p.text.disabled || !event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      p.panel.classList.add("dropping");
    };
    p.panel.ondragleave = () => p.panel.classList.remove("dropping");
    p.panel.ondrop = (event) => {
      p.panel.classList.remove("dropping");
      if (p.text.disabled || !files(event).length) return;
      event.preventDefault();
      this.attach(files(event));
    };
  }

  /** Say everything that stands on the panel in the page's language, or in the browser's. */
  speak() {
    const p = this.parts;
    const near = this.closest("[lang]")?.lang || document.documentElement.lang;
    this.language = ours(near) || (navigator.languages || []).map(ours).find(Boolean) || "en";
    const t = this.t = TEXTS[this.language];
    p.whole.lang = this.language;
    p.whole.setAttribute("aria-label", t.chat);
    const named = (button, text) => { button.title = button.querySelector("span").textContent = text; };
    for (const button of [p.close, p.more, p.attach, p.send]) button.querySelector("span").className = "unseen";
    named(p.close, t.close);
    named(p.more, t.more);
    named(p.attach, t.attach);
    named(p.send, t.send);
    for (const name of ["device", "over", "now"]) p[name].textContent = t[name];
    p.newest.querySelector("span").textContent = t.newest;
    p.label.textContent = p.text.placeholder = t.message;
    p.about.textContent = t.automatic;
    p.hint.textContent = t.careful;
    p.log.setAttribute("aria-label", t.log);
    p.writing.lastChild.textContent = t.writing;
    this.describe();
    this.speakNote();
    for (const item of this.items) this.draw(item);
    this.sort();
    this.count();
    this.turned(this.wire.state, this.refusal);
  }

  /** Say what the service told about itself: who it is, how a person is reached, and what may be sent. */
  describe() {
    const { parts: p, t, session = {}, limits } = this;
    p.title.textContent = session.name ? filled(t.with, { name: session.name }) : t.chat;
    const types = SORTS.filter(([, fits]) => limits.types.some((type) => fits.test(type))).map(([sort]) => t[sort]).join(", ");
    p.limits.textContent = filled(t.limits, { files: limits.files, size: this.size(limits.file), types }).replace(/: \.$/, ".");
    p.chosen.accept = limits.types.join(",");
    const ways = [];
    const way = (href, textContent, more = {}) => ways.push(make("a", { href, textContent, ...more }), " ");
    if (session.contact?.email) way(`mailto:${session.contact.email}`, session.contact.email);
    if (session.contact?.phone) way(`tel:${session.contact.phone.replace(/[^+\d]/g, "")}`, session.contact.phone);
    if (ways.length) ways.unshift(`${t.reach} `);
    const privacy = webAddress(session.privacy);
    if (privacy) way(privacy, t.privacy, { target: "_blank", rel: "noopener noreferrer" });
    const plain = this.getAttribute("contact");
    p.help.replaceChildren(...(ways.length ? ways : plain ? [filled(t.write, { contact: plain })] : []));
    p.help.hidden = !p.help.childNodes.length;
  }

  /* opening and closing */

  get isOpen() {
    return this.parts.panel.open;
  }

  show() {
    const p = this.parts;
    if (this.isOpen) return;
    if (SMALL.matches) p.panel.showModal();
    else p.panel.show();
    p.launch.setAttribute("aria-expanded", "true");
    this.fit();
    this.start();
    this.enter();
    this.looked();
  }

  /** Bring the reader in: to the field, but first to what is said where the screen has no room for both. */
  enter() {
    const p = this.parts;
    const greeted = !this.items.length;
    const low = this.scroller === p.panel && greeted;
    (p.text.disabled || low || TOUCH.matches ? p.panel : p.text).focus();
    this.toEnd();
    if (greeted) this.scroller.scrollTop = 0;
  }

  hide() {
    const p = this.parts;
    this.toggle(false);
    const held = p.panel.contains(this.shadowRoot.activeElement);
    p.panel.close();
    p.launch.setAttribute("aria-expanded", "false");
    if (held || !document.activeElement || document.activeElement === document.body) p.launch.focus();
    this.count();
  }

  /** Show it anew where the window became so small that it fills it, or no longer does. */
  reshow() {
    if (!this.isOpen) return;
    const held = this.shadowRoot.activeElement;
    this.parts.panel.close();
    if (SMALL.matches) this.parts.panel.showModal();
    else this.parts.panel.show();
    (held || this.parts.panel).focus();
    this.fit();
    this.toEnd();
  }

  /** Leave room for the keyboard on a screen, which covers the page without making it smaller. */
  fit() {
    const seen = window.visualViewport;
    const covered = SMALL.matches && seen && seen.scale === 1 && window.innerHeight - seen.height > 80;
    this.parts.panel.style.height = covered ? `${seen.height}px` : "";
    this.parts.panel.classList.toggle("tight", covered);
    if (covered) this.toEnd();
  }

  escape() {
    const p = this.parts;
    if (p.sheet.hidden && p.menu.hidden) return this.hide();
    if (!p.sheet.hidden && this.code) return this.join(false);
    this.toggle(false);
    p.more.focus();
  }

  toggle(open = this.parts.menu.hidden && this.parts.sheet.hidden) {
    const p = this.parts;
    p.menu.hidden = !open;
    p.sheet.hidden = true;
    p.more.setAttribute("aria-expanded", String(open));
    if (open) p.device.focus();
  }

  /* sheets: what is asked or shown above the conversation */

  async sheet(name) {
    const { parts: p, t } = this;
    this.toggle(false);
    const done = () => { this.toggle(false); p.more.focus(); };
    const deed = (text, strong, onclick) => make("button", { type: "button", className: strong ? "strong" : "", textContent: text, onclick });
    const put = (title, texts, ...deeds) => {
      p.sheet.replaceChildren(make("h3", { id: "sheet", textContent: title }), ...texts.map((one) => (typeof one === "string" ? make("p", { textContent: one }) : one)),
        make("div", { className: "deeds" }, ...deeds));
      p.sheet.hidden = false;
      p.sheet.focus();
    };
    if (name === "over") {
      put(t.over, this.unsent().length ? [t.overText, t.overLost] : [t.overText], deed(t.over, true, () => this.startOver()), deed(t.cancel, false, done));
    } else if (name === "join") {
      put(t.join, [t.joinText], deed(t.yes, true, () => this.join(true)), deed(t.no, false, () => this.join(false)));
    } else if (!this.items.some((item) => item.seq)) {
      put(t.device, [t.deviceNone], deed(t.ok, true, done));
    } else {
      try {
        const { link, minutes = 10 } = await this.wire.post("link", {});
        const field = make("input", { readOnly: true, value: new URL(link, BASE).href, "aria-label": t.link, onfocus: () => field.select() });
        put(t.device, [filled(t.deviceText, { minutes }), field], deed(t.copy, true, () => this.copy(field)), deed(t.ok, false, done));
      } catch (fault) {
        put(t.device, [fault.message || t.failed], deed(t.ok, true, done));
      }
    }
  }

  async copy(field) {
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    this.announce(this.t.copied);
  }

  startOver() {
    this.keeper.forget();
    this.forgetAll();
    this.toggle(false);
    this.parts.panel.focus();
    this.wire.begin("", this.language);
  }

  /** Forget what was said here; what is ours to send is dropped as well. */
  forgetAll() {
    for (const item of this.items) {
      item.xhr?.abort();
      item.row.remove();
    }
    Object.assign(this, { items: [], told: 0, read: undefined, talk: {}, session: undefined });
    this.parts.note.hidden = true;
    this.parts.greeting.hidden = true;
    this.ready(false);
    this.count();
  }

  join(yes) {
    const code = this.code;
    this.code = "";
    this.toggle(false);
    this.parts.panel.focus();
    if (!yes) return this.start();
    this.joining = true;
    this.forgetAll();
    this.wire.begin("", this.language, code);
  }

  /* the conversation */

  start() {
    if (this.code) this.sheet("join");
    else if (this.wire.state === "idle") this.wire.begin(this.keeper.read(), this.language);
  }

  /** Another window of this browser began a conversation, or ended ours. */
  elsewhere(reference) {
    if (!reference && this.keeper.kept) {
      this.keeper.kept = "";
      this.forgetAll();
      this.wire.stop();
      if (this.isOpen) this.start();
    } else if (reference && !this.keeper.kept && !this.items.length) this.wire.begin(reference, this.language);
  }

  began(session) {
    const { parts: p, wire } = this;
    const kept = this.keeper.read();
    this.session = session;
    this.limits = { ...this.limits, ...session.limits };
    this.read = session.shown;
    if (session.resumed === false && kept && !this.joining) {
      this.clear();
      this.keeper.forget();
      this.talk = { old: true };
    } else if (kept || this.joining) this.keeper.write(wire.reference);
    this.joining = false;
    const bubbles = (session.greeting || []).map((text) => make("div", { className: "bubble", dir: "auto" }, make("div", { className: "text" }, ...linked(text, webAddress(session.privacy)))));
    p.greeting.replaceChildren(make("p", { className: "who", textContent: this.t.program }), ...bubbles);
    p.greeting.hidden = !bubbles.length;
    p.log.lang = session.language || this.language;
    this.describe();
    this.speakNote();
    this.ready(true);
    if (this.shadowRoot.activeElement === p.panel) this.enter();
  }

  /** Drop what was said in a conversation that is over; what waits to be sent goes into the next. */
  clear() {
    for (const item of this.items) if (item.seq) item.row.remove();
    this.items = this.items.filter((item) => !item.seq);
  }

  /** Nothing can be typed before it was said that this is automatic. */
  ready(yes) {
    const p = this.parts;
    for (const one of [p.text, p.send, p.attach]) one.disabled = !yes;
  }

  typed() {
    const { parts: p, t, limits } = this;
    const n = [...p.text.value.trim()].length;
    p.left.textContent = n > limits.line * 0.8 ? filled(t.left, { n: this.number(n), most: this.number(limits.line) }) : "";
    if (n <= limits.line) this.wrong("");
  }

  wrong(text) {
    const p = this.parts;
    p.fault.textContent = text;
    if (text) p.text.setAttribute("aria-invalid", "true");
    else p.text.removeAttribute("aria-invalid");
  }

  submit() {
    const { parts: p, t, limits } = this;
    const text = p.text.value.trim();
    const n = [...text].length;
    p.text.focus();
    if (!text || p.text.disabled) return;
    if (n > limits.line) return this.wrong(filled(t.long, { n: this.number(n), most: this.number(limits.line) }));
    p.text.value = "";
    this.typed();
    this.add({ client: newId(), side: "person", text, files: [], at: new Date(), state: "queued" });
    this.flush();
    this.toEnd();
  }

  attach(files) {
    const { t, limits } = this;
    const bad = [];
    const waiting = this.items.filter((item) => item.file && item.state !== "received").length;
    const most = this.size(limits.file);
    files.forEach((file, at) => {
      const name = unturned(file.name);
      if (at + waiting >= limits.files) bad.push(filled(t.fileMany, { most: limits.files }));
      else if (!file.size) bad.push(filled(t.fileEmpty, { name }));
      else if (file.size > limits.file) bad.push(filled(t.fileLarge, { name, size: this.size(file.size), most }));
      else this.add({ client: newId(), side: "person", text: "", file, files: [{ name: file.name, size: file.size }], at: new Date(), state: "queued" });
    });
    this.parts.fault.textContent = [...new Set(bad)].join(" ");
    this.flush();
    this.toEnd();
  }

  add(item) {
    this.items.push(item);
    this.draw(item);
    this.sort();
  }

  unsent() {
    return this.items.filter((item) => item.state === "queued" || item.state === "sending");
  }

  /** Send what waits, in its order; each keeps its id, so that sent twice is heard once. */
  flush() {
    if (this.wire.state !== "open") return this.count();
    this.keeper.kept || !this.unsent().length || this.keeper.write(this.wire.reference);
    for (const item of this.unsent()) {
      if (item.state !== "queued" || item.next > Date.now()) continue;
      if (item.file) { this.upload(item); continue; }
      this.state(item, "sending");
      item.sent = Date.now();
      if (!this.wire.put({ type: "line", client: item.client, text: item.text })) this.state(item, "queued");
    }
  }

  beat() {
    if (this.items.some((item) => item.state === "sending" && !item.file && Date.now() - item.sent > TIMES.tick)) this.wire.connect();
    else this.flush();
  }

  /** Send a file, one at a time. */
  upload(item) {
    if (this.items.some((one) => one.xhr)) return;
    const xhr = item.xhr = new XMLHttpRequest();
    const form = new FormData();
    form.append("client", item.client);
    form.append("file", item.file, item.file.name);
    xhr.open("POST", new URL("files", BASE));
    xhr.setRequestHeader("Authorization", `Bearer ${this.wire.reference}`);
    xhr.upload.onprogress = (event) => { if (item.bar && event.lengthComputable) item.bar.value = event.loaded / event.total; };
    xhr.onloadend = () => {
      if (item.xhr !== xhr) return;
      item.xhr = null;
      this.uploaded(item, xhr);
      this.flush();
    };
    this.state(item, "sending");
    xhr.send(form);
  }

  uploaded(item, xhr) {
    if (xhr.status >= 200 && xhr.status < 300) return this.received(item);
    let told = {};
    try { told = JSON.parse(xhr.responseText) || {}; } catch { /* nothing was said */ }
    const fault = new Fault(xhr.status, told);
    if (!fault.passes) return this.refuse(item, fault.message);
    item.tries = (item.tries || 0) + 1;
    this.later(item, Math.max(1000 * (xhr.getResponseHeader("Retry-After") || 0), Math.min(TIMES.longest, TIMES.first * 2 ** item.tries)));
  }

  /** Send it again after some milliseconds. */
  later(item, wait) {
    item.next = Date.now() + wait;
    this.state(item, "queued");
    setTimeout(() => this.flush(), wait + 10);
  }

  received(item) {
    if (item.state === "received") return;
    item.file = null;
    this.state(item, "received");
    this.announce(this.t.received);
  }

  refuse(item, text) {
    item.why = text || this.t.failed;
    item.place = this.wire.after + 0.5;
    this.state(item, "refused");
    this.announce(`${this.t.refused}. ${item.why}`);
  }

  again(item) {
    Object.assign(item, { why: "", next: 0 });
    this.state(item, "queued");
    this.flush();
    this.parts.text.focus();
  }

  drop(item) {
    const { xhr } = item;
    item.xhr = null;
    xhr?.abort();
    item.row.remove();
    this.items = this.items.filter((one) => one !== item);
    this.parts.text.focus();
    this.sort();
    this.flush();
  }

  state(item, state) {
    item.state = state;
    this.draw(item);
  }

  /* what the service says */

  heard(frame) {
    const act = {
      lines: () => this.lines(frame.lines || []),
      received: () => { const item = this.mine(frame.client); if (item) this.received(item); },
      typing: () => this.writing(frame.side !== "person"),
      reference: () => { if (this.keeper.kept) this.keeper.write(frame.reference); },
      state: () => { this.talk = { ...this.talk, ended: frame.ended, human: frame.human }; this.speakNote(); },
      error: () => this.wentWrong(frame),
    }[frame.type];
    if (act) act();
  }

  mine(client) {
    return client && this.items.find((item) => item.client === client);
  }

  lines(lines) {
    const { parts: p, wire } = this;
    const stuck = this.follows();
    const first = !this.items.some((item) => item.seq);
    if (first && lines.length > 3) p.log.setAttribute("aria-live", "off");
    let news = null;
    for (const line of lines) {
      const known = this.mine(line.client) || this.items.find((item) => item.seq && item.seq === line.seq);
      const item = known || { side: line.side };
      const text = line.text ?? item.text ?? "";
      Object.assign(item, { seq: line.seq, client: line.client || item.client, at: new Date(line.at), text, files: line.files || [], state: "received", file: null });
      if (!known) this.items.push(item);
      if (!known && item.side !== "person") news = news || item;
      wire.after = Math.max(wire.after, line.seq);
      this.draw(item);
    }
    if (news) this.writing(false);
    this.sort();
    if (first && this.read === undefined) this.read = this.isOpen ? 0 : wire.after;
    if (news && !first) this.fresh = this.fresh || news;
    if (lines.length && (stuck || first)) this.toEnd(this.fresh);
    else if (news) p.newest.hidden = this.scroller === p.panel;
    if (first) setTimeout(() => p.log.setAttribute("aria-live", "polite"), 1000);
    this.looked();
  }

  wentWrong({ code, text, client, passes, retry_after: after }) {
    const item = this.mine(client);
    if (code === "reference") {
      this.wire.begin(this.keeper.read(), this.language);
    } else if (code === "over") {
      this.keeper.forget();
      this.clear();
      this.wire.begin("", this.language);
    } else if (item && (passes || code === "slow" || code === "later")) {
      this.later(item, 1000 * (after || 2));
    } else if (item) {
      this.refuse(item, text);
    } else if (code !== "frame" && text) {
      this.parts.fault.textContent = text;
    }
  }

  /** The connection changed: say so where it lasts, and send what waited. */
  turned(state, fault) {
    const { parts: p, t } = this;
    if (state === "refused" && this.joining) {
      this.joining = false;
      this.talk = { gone: true };
      return this.wire.begin(this.keeper.read(), this.language);
    }
    this.refusal = fault;
    clearTimeout(this.saying);
    if (state !== "open") for (const item of this.items) if (item.state === "sending" && !item.file) this.state(item, "queued");
    const texts = { lost: this.session ? t.offline : t.unreachable, connecting: t.connecting, refused: fault?.message || t.unavailable };
    const text = texts[state] || "";
    if (state === "open") {
      if (this.away) this.announce(t.back);
      this.away = false;
      this.told = 0;
      this.say("");
      this.flush();
      this.looked();
    } else if (state === "connecting") {
      if (!this.away) this.saying = setTimeout(() => this.say(text), 700);
    } else if (text) {
      this.away = true;
      this.say(text, state);
      if (state === "refused") this.ready(false);
    }
  }

  say(text, state = "") {
    const p = this.parts;
    p.state.textContent = text;
    p.now.hidden = state !== "lost";
    p.bar.toggleAttribute("data-bad", state === "refused");
  }

  announce(text) {
    this.parts.said.textContent = "";
    setTimeout(() => { this.parts.said.textContent = text; }, 50);
  }

  writing(yes) {
    const p = this.parts;
    clearTimeout(this.wrote);
    const stuck = this.atEnd();
    p.writing.hidden = !yes;
    if (yes) this.wrote = setTimeout(() => this.writing(false), 10000);
    if (yes && stuck) this.toEnd();
  }

  speakNote() {
    const { parts: p, t, talk = {} } = this;
    p.note.textContent = talk.ended ? t.ended : talk.human ? t.human : talk.old ? t.expired : talk.gone ? t.joinGone : "";
    p.note.hidden = !p.note.textContent;
  }

  /* what was seen */

  /** What is on the screen was shown: tell the service, so that its clocks stop, and count nothing as new. */
  looked() {
    const visible = document.visibilityState === "visible";
    if (visible && (this.wire.state === "lost" || this.woken === false)) this.wire.wake();
    this.woken = visible;
    if (visible && this.isOpen) {
      const last = this.wire.after;
      this.read = Math.max(this.read || 0, last);
      if (last > (this.told || 0) && this.wire.put({ type: "shown", seq: last })) this.told = last;
    }
    this.count();
  }

  count() {
    const { parts: p, t } = this;
    const n = this.items.filter((item) => item.side !== "person" && item.seq > (this.read ?? Infinity)).length;
    p.count.hidden = !n;
    p.count.textContent = n || "";
    p.count.setAttribute("aria-label", n === 1 ? t.one : filled(t.many, { n }));
    p.count.setAttribute("role", "img");
    const began = this.items.length || this.keeper.kept;
    p.launch.querySelector("span").textContent = this.isOpen ? t.chat : began ? t.resume : t.open;
  }

  /* drawing */

  sort() {
    const p = this.parts;
    const place = (item) => item.seq || (item.state === "refused" && item.place) || Infinity;
    this.items.sort((one, other) => place(one) - place(other) || 0);
    let before = p.greeting, side = p.greeting.hidden ? "" : "program";
    for (const item of this.items) {
      if (before.nextSibling !== item.row) before.after(item.row);
      item.row.toggleAttribute("data-first", item.side !== side);
      if (item.side === side && item.side !== "person" && before !== p.greeting) before.toggleAttribute("data-followed", before.querySelector("time")?.textContent === item.row.querySelector("time")?.textContent);
      else before.removeAttribute("data-followed");
      before = item.row;
      side = item.side;
    }
  }

  draw(item) {
    const { t } = this;
    if (!item.row) {
      item.row = make("div", { className: "row", "data-side": item.side, "aria-live": item.side === "person" ? "off" : null });
      item.bubble = make("div", { className: "bubble" });
      item.meta = make("p", { className: "meta", "aria-live": "off" });
      item.deeds = make("div", { className: "deeds" });
      item.row.append(make("p", { className: "who" }), item.bubble, item.meta, item.deeds);
    }
    item.row.dataset.state = item.state;
    item.row.firstChild.textContent = t[item.side] || t.program;
    this.drawBubble(item);
    this.drawMeta(item);
  }

  drawBubble(item) {
    const { t } = this;
    const shown = JSON.stringify([item.text, item.files, item.state === "sending" && Boolean(item.file), this.language]);
    if (shown === item.shown) return;
    item.shown = shown;
    const texts = item.text ? [make("div", { className: "text", dir: "auto" }, ...(item.side === "person" ? [item.text] : linked(item.text)))] : [];
    const files = item.files.map(({ name, size }) =>
      make("div", { className: "file" }, icon("paper"), make("div", {}, make("bdi", { textContent: unturned(name) }), " ", make("span", { textContent: this.size(size) }))));
    item.bar = item.file && item.state === "sending" ? make("progress", { max: 1, value: 0, "aria-label": filled(t.uploading, { name: unturned(item.file.name) }) }) : null;
    item.bubble.replaceChildren(...texts, ...files, ...(item.bar ? [item.bar] : []));
  }

  drawMeta(item) {
    const { t } = this;
    const state = item.side === "person" ? item.state : "";
    const time = make("time", { dateTime: item.at.toISOString(), textContent: this.time(item.at) });
    const sign = { queued: "wait", sending: "wait", received: "tick", refused: "bad" }[state];
    item.meta.replaceChildren(time, ...(sign ? [icon(sign), make("span", { textContent: t[state] })] : []), ...(item.why ? [make("span", { textContent: item.why })] : []));
    const deed = (text, onclick) => make("button", { type: "button", textContent: text, onclick });
    const deeds = state === "refused" ? [deed(t.again, () => this.again(item)), deed(t.remove, () => this.drop(item))]
      : item.file ? [deed(t.cancel, () => this.drop(item))] : [];
    if (item.deeds.dataset.for === state + deeds.length + this.language) return;
    item.deeds.dataset.for = state + deeds.length + this.language;
    item.deeds.replaceChildren(...deeds);
  }

  number(n) {
    return n.toLocaleString(this.language);
  }

  size(bytes) {
    const mega = bytes / 1048576;
    return mega >= 1 ? `${Number(mega.toFixed(1)).toLocaleString(this.language)} MB` : `${Math.max(1, Math.round(bytes / 1024))} kB`;
  }

  time(at) {
    const today = at.toDateString() === new Date().toDateString();
    const style = { hour: "2-digit", minute: "2-digit", ...(today ? {} : { day: "numeric", month: "short" }) };
    return new Intl.DateTimeFormat(this.language === "en" ? "en-GB" : this.language, style).format(at);
  }

  /* scrolling */

  /** Give what scrolls: the conversation, or on very low screens the whole panel. */
  get scroller() {
    const { log, panel } = this.parts;
    return getComputedStyle(log).overflowY === "visible" ? panel : log;
  }

  atEnd() {
    const box = this.scroller;
    return box.scrollHeight - box.scrollTop - box.clientHeight < 48;
  }

  /** Say whether the reader follows: at the end, or where we brought them to. */
  follows() {
    return this.atEnd() || Math.abs(this.scroller.scrollTop - this.brought) < 2;
  }

  /** Go to the end; where the first of what is new would be pushed out of sight, only so far that it begins at the top. */
  toEnd(first = null) {
    const box = this.scroller;
    const above = box === this.parts.log ? box.offsetTop : 0;
    this.parts.newest.hidden = true;
    box.scrollTop = box.scrollHeight;
    if (first) box.scrollTop = Math.min(box.scrollTop, first.row.offsetTop - above - 8);
    this.fresh = first;
    this.brought = box.scrollTop;
    this.parts.newest.hidden = !first || box === this.parts.panel || this.atEnd();
  }

  scrolled() {
    if (this.atEnd()) this.parts.newest.hidden = true;
  }
}

/** Put the chat on the page, where the page has not placed it itself; a page's own buttons that open it are shown now. */
function place() {
  for (const opener of document.querySelectorAll("[data-svarfrist-open]")) opener.hidden = false;
  if (document.querySelector(TAG)) return;
  const chat = document.createElement(TAG);
  for (const name of ["theme", "lang", "contact"]) if (SCRIPT.dataset[name]) chat.setAttribute(name, SCRIPT.dataset[name]);
  document.body.append(chat);
}

if (!customElements.get(TAG)) {
  customElements.define(TAG, SvarfristChat);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", place);
  else place();
}
})();
