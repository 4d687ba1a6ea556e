// The case page: a word finds what can be done, and two keys lead there. All of it can be done without them.
"use strict";

(() => {
  const filter = document.querySelector("[data-filter]");
  const groups = [...document.querySelectorAll("#deeds .group")];
  const opened = groups.map((one) => one.open);

  function sift() {
    const wanted = filter.value.trim().toLocaleLowerCase(document.documentElement.lang);
    groups.forEach((group, at) => {
      let some = false;
      for (const deed of group.querySelectorAll(".deed")) {
        deed.hidden = !deed.querySelector("summary").textContent.toLocaleLowerCase(document.documentElement.lang).includes(wanted);
        some ||= !deed.hidden;
      }
      group.hidden = !some;
      group.open = wanted ? some : opened[at];
    });
  }

  if (filter) {
    filter.hidden = false;
    filter.addEventListener("input", sift);
    filter.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const found = document.querySelector("#deeds .deed:not([hidden])");
      if (filter.value && found) {
        found.open = true;
        found.querySelector("summary").focus();
      }
    });
  }

  // a link to something that is folded unfolds it, also where the browser does not do so by itself
  function unfold() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let one = target && target.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
    if (target) target.scrollIntoView();
  }
  window.addEventListener("hashchange", unfold);
  unfold();

  // who else is here: said now and then while somebody looks; a page that is hidden says nothing
  const place = document.querySelector("[data-presence]");
  let typed = 0;
  document.querySelector("#drafts")?.addEventListener("input", () => { typed = Date.now(); });

  async function here() {
    if (document.hidden) return;
    const edits = Date.now() - typed < 60000 ? "1" : "0";
    try {
      const answer = await fetch(place.dataset.presence, { method: "POST", redirect: "error", body: new URLSearchParams({ csrf: place.dataset.csrf, edits }) });
      if (answer.ok && answer.status === 200) {
        const told = await answer.text();
        if (place.innerHTML.trim() !== told.trim()) place.innerHTML = told;
      }
    } catch {
      // the next time may find it
    }
  }
  if (place) {
    here();
    setInterval(here, 20000);
    document.addEventListener("visibilitychange", here);
  }
})();
