// Letters while they are written and just after: how long one may still be taken back.
"use strict";

(() => {
  for (const form of document.querySelectorAll("[data-leaving]")) count(form);
  for (const typing of document.querySelectorAll(".typing")) help(typing);

  function help(typing) {
    const body = typing.querySelector("textarea[name=body]");
    const told = typing.querySelector(".kept small");
    const usual = told.textContent;
    typing.classList.add("helped");
    typing.addEventListener("click", (event) => {
      const words = event.target.closest("[data-words]");
      if (words) {
        event.preventDefault();
        insert(body, words.dataset.words);
      }
      if (event.target.closest("[data-jump]")) jump(body);
    });
    for (const [name, failed] of [["responseError", true], ["sendError", true], ["afterSwap", false]]) {
      typing.addEventListener(`htmx:${name}`, () => {
        told.textContent = failed ? typing.dataset.fails : usual;
      });
    }
  }

  function insert(body, words) {
    const text = body.value.trimEnd();
    const signed = text.lastIndexOf("\n\n");
    const [above, below] = signed < 0 ? [text, ""] : [text.slice(0, signed), text.slice(signed)];
    body.value = `${above}${above ? "\n\n" : ""}${words}${below}`;
    const start = body.value.length - below.length - words.length;
    body.focus();
    body.setSelectionRange(start, start + words.length);
    body.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function jump(body) {
    const places = [...body.value.matchAll(/\[[^[\]]*\s[^[\]]*\]/g)];
    const next = places.find((place) => place.index > body.selectionStart) || places[0];
    if (!next) return;
    body.focus();
    body.setSelectionRange(next.index, next.index);
    body.blur(); // a browser brings the caret into view when the box is entered
    body.focus();
    body.setSelectionRange(next.index, next.index + next[0].length);
  }

  function count(form) {
    const end = performance.now() + Number(form.dataset.leaving) * 1000;
    const words = form.querySelector(".countdown");
    const tick = () => {
      const left = Math.ceil((end - performance.now()) / 1000);
      if (left <= 0) return gone(form, words);
      words.textContent = words.dataset[left === 1 ? "one" : "many"].replace("{n}", left);
      setTimeout(tick, 250);
    };
    tick();
  }

  function gone(form, words) {
    const told = form.querySelector("[data-gone]");
    told.textContent = told.dataset.gone;
    words.textContent = "";
    const button = form.querySelector("button");
    if (button) button.disabled = true;
  }
})();
