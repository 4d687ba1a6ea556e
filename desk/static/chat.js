// Follows a conversation on a case's page. Without it the page shows the conversation as it was when it was opened.
"use strict";
(() => {
  const chat = document.getElementById("chat");
  if (!chat || !window.EventSource) return;
  const part = (name) => document.getElementById(`chat-${name}`);
  const lines = part("lines"), log = lines.parentElement;
  const parsed = (html) => [...new DOMParser().parseFromString(html, "text/html").body.children].map((one) => document.importNode(one, true));
  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  const toEnd = () => { log.scrollTop = log.scrollHeight; };
  const following = (is, lost = false) => { part("stale").hidden = is; part("lost").hidden = !lost; };

  function showLines(html) {
    const stay = !atEnd();
    for (const one of [...parsed(`<ol>${html}</ol>`)[0].children]) {
      const old = document.getElementById(one.id);
      if (old) { old.replaceWith(one); continue; }
      const next = [...lines.children].find((other) => Number(other.dataset.seq) > Number(one.dataset.seq));
      lines.insertBefore(one, next || null);
    }
    if (!stay) toEnd();
  }

  function showFoot(html) {
    const foot = part("foot"), old = foot.firstElementChild, [fresh] = parsed(html);
    if (old && old.dataset.hold === fresh.dataset.hold) {
      const way = fresh.querySelector("#chat-way"), shown = part("way");
      if (way && shown) shown.replaceWith(way);
      return;
    }
    const typed = foot.querySelector("textarea")?.value.trim();
    foot.replaceChildren(fresh);
    const field = foot.querySelector("textarea");
    if (field && typed) field.value = typed;
    part("unsent").hidden = !typed || !!field;
    part("unsent").querySelector(".text").textContent = typed && !field ? typed : "";
  }

  const newName = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  async function send(form) {
    const field = form.elements.line, button = form.querySelector("button");
    if (!field.value.trim() || button.disabled) return;
    button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
      if (answer.type !== "opaqueredirect") { form.submit(); return; }  // the page says why it was not done
      field.value = "";
      form.elements.client.value = newName();
    } catch {
      following(false, true);
    } finally {
      button.disabled = false;
      field.focus();
    }
  }

  chat.addEventListener("submit", (event) => {
    if (event.target.id !== "chat-form") return;
    event.preventDefault();
    send(event.target);
  });
  chat.addEventListener("keydown", (event) => {
    if (event.target.name !== "line" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send(event.target.form);
  });

  let source = null, over = false;

  function follow() {
    if (source || over || document.hidden) return;
    source = new EventSource(chat.dataset.events);
    source.addEventListener("open", () => following(true));
    source.addEventListener("error", () => following(false, source?.readyState === EventSource.CLOSED));
    source.addEventListener("lines", (event) => showLines(JSON.parse(event.data)));
    source.addEventListener("head", (event) => part("head").replaceChildren(...parsed(JSON.parse(event.data))));
    source.addEventListener("foot", (event) => showFoot(JSON.parse(event.data)));
    source.addEventListener("over", () => { over = true; rest(); following(false, true); });
  }

  function rest() {
    source?.close();
    source = null;
  }

  // A browser opens six connections to a site: a page that nobody looks at leaves its own to the others.
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : follow()));
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", follow);
  follow();
  toEnd();
})();
