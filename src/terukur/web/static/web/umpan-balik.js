"use strict";
// Hints while feedback, or a reason of a rating, is written. The server has the rules and keeps nothing of what it is asked about.
{
  const WAIT = 900;
  const form = document.querySelector("form[data-hints]");
  const place = document.getElementById("petunjuk");
  let timer;
  let asked = 0;

  async function ask() {
    const number = ++asked;
    const data = new FormData(form);
    let found;
    try {
      const answer = await fetch(form.dataset.hints, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      found = (await answer.json()).hints;
    } catch {
      // Without a connection there are no hints; they come once when it is sent.
      return;
    }
    if (number === asked) show(found);
  }

  function show(found) {
    if (form.elements.seen_hints) form.elements.seen_hints.value = found.map((hint) => hint.kind).join(" ");
    const said = found.map((hint) => hint.words).join(" ");
    if (place.dataset.said === said) return;
    place.dataset.said = said;
    place.replaceChildren();
    if (!found.length) return;
    const box = document.createElement("div");
    box.className = "notice notice-warning";
    const list = document.createElement("ul");
    for (const hint of found) {
      const line = document.createElement("li");
      const why = document.createElement("span");
      why.className = "small";
      why.textContent = ` ${hint.why}`;
      line.append(hint.words, why);
      list.append(line);
    }
    const title = document.createElement("strong");
    title.textContent = "Petunjuk, bukan larangan";
    box.append(title, list);
    place.append(box);
  }

  if (form) {
    form.addEventListener("input", (event) => {
      if (!event.target.matches("textarea, input[type=text]")) return;
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
  }
}
