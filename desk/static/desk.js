// Keys for people who work here all day. Everything they do can be done without them.
"use strict";

(() => {
  const OFF = "svarfrist.keys";
  const sheet = document.getElementById("keys");
  const on = () => localStorage.getItem(OFF) !== "off";
  const types = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  let before = "";

  const go = (selector) => document.querySelector(selector)?.click();
  const focus = (selector) => document.querySelector(selector)?.focus();
  const PAGES = { q: "/desk/", m: "/desk/?view=mine", l: "/desk/?view=late", t: "/desk/?view=today", a: "/desk/?view=approval" };
  const KEYS = {
    "?": () => sheet?.showModal(),
    "/": () => focus(".find input"),
    j: () => step(1),
    k: () => step(-1),
    o: () => line()?.querySelector("a.number")?.click(),
    x: () => line()?.querySelector("input[type=checkbox]")?.click(),
    e: () => focus("#drafts textarea"),
    n: () => focus("#note textarea"),
    d: () => focus("[data-filter]"),
    u: () => { location.href = "/desk/"; },
    s: () => go("[data-take]"),
  };

  const lines = () => [...document.querySelectorAll("[data-line]")];
  const line = () => document.activeElement?.closest("[data-line]") ?? lines().find((one) => one.matches("[data-here]"));

  function step(by) {
    const all = lines();
    if (!all.length) return;
    const at = all.indexOf(line());
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    all.forEach((one) => one.toggleAttribute("data-here", one === next));
    (next.querySelector("a.number") ?? next).focus();
  }

  document.addEventListener("keydown", (event) => {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey || types(event.target) || sheet?.open) return;
    const act = before === "g" && PAGES[event.key] ? () => { location.href = PAGES[event.key]; } : KEYS[event.key];
    before = event.key;
    if (!act) return;
    event.preventDefault();
    act();
  });

  const box = sheet?.querySelector("[data-keys]");
  if (box) {
    box.checked = on();
    box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "off")));
  }
  document.querySelector("[data-sheet]")?.addEventListener("click", () => sheet.showModal());
  document.querySelector("[data-sheet]")?.removeAttribute("hidden");
  sheet?.querySelector("[data-close]")?.addEventListener("click", () => sheet.close());
})();
