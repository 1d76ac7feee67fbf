"use strict";
// Activities that could not be sent stay in this browser, under the user who wrote them, until they can.
{
  const KEPT = "harian";
  const AGAIN = 5000;
  const form = document.getElementById("harian");
  const waiting = document.getElementById("menunggu");
  const offline = form && "offline" in form.dataset;

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(KEPT)) || { drafts: [] };
    } catch {
      return { drafts: [] };
    }
  }

  function keep(store) {
    localStorage.setItem(KEPT, JSON.stringify(store));
  }

  function own(store) {
    return store.drafts.filter((draft) => draft.user === store.user);
  }

  function show() {
    const drafts = own(kept());
    waiting.hidden = drafts.length === 0;
    waiting.replaceChildren();
    if (waiting.hidden) return;
    const title = document.createElement("strong");
    title.textContent = `${drafts.length} catatan menunggu sinyal`;
    const list = document.createElement("ul");
    for (const draft of drafts) {
      const line = document.createElement("li");
      line.textContent = `${draft.fields.activity} (${draft.fields.day}, ${draft.fields.starts}–${draft.fields.ends})`;
      if (draft.errors) {
        const told = document.createElement("b");
        told.textContent = ` Belum diterima: ${draft.errors.join(" ")} `;
        line.append(told, button("Perbaiki", () => refill(draft)), button("Buang", () => forget(draft.fields.key)));
      }
      list.append(line);
    }
    waiting.append(title, list);
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-small";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  function forget(key) {
    const store = kept();
    store.drafts = store.drafts.filter((draft) => draft.fields.key !== key);
    keep(store);
    show();
  }

  function refill(draft) {
    for (const [name, value] of Object.entries(draft.fields)) {
      const field = form.elements[name];
      if (field && name !== "csrfmiddlewaretoken") field.value = value;
    }
    forget(draft.fields.key);
    form.querySelectorAll("details").forEach((details) => { details.open = true; });
    form.elements.activity.focus();
  }

  function fieldsOf(data) {
    const names = ["key", "thread", "activity", "amount", "unit", "day", "starts", "ends", "address"];
    return Object.fromEntries(names.map((name) => [name, data.get(name) || ""]));
  }

  function wait(fields) {
    const store = kept();
    store.drafts = store.drafts.filter((draft) => draft.fields.key !== fields.key);
    store.drafts.push({ user: store.user, fields });
    keep(store);
    show();
  }

  // Answers "kept", "refused" with reasons, or throws where nothing came back.
  async function send(data) {
    const answer = await fetch("/harian/", { method: "POST", body: data, headers: { Accept: "application/json" } });
    if (answer.redirected || answer.status === 403) throw new Error("signed out");
    if (answer.ok) return { kept: true };
    if (answer.status === 422) return answer.json();
    throw new Error("not now");
  }

  async function sendKept() {
    const store = kept();
    let sent = 0;
    for (const draft of own(store)) {
      const data = new FormData();
      data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      for (const [name, value] of Object.entries(draft.fields)) data.set(name, value);
      let answer;
      try {
        answer = await send(data);
      } catch {
        setTimeout(sendKept, AGAIN);
        break;
      }
      const now = kept();
      if (answer.kept) {
        now.drafts = now.drafts.filter((other) => other.fields.key !== draft.fields.key);
        sent += 1;
      } else {
        now.drafts.find((other) => other.fields.key === draft.fields.key).errors = answer.errors;
      }
      keep(now);
    }
    show();
    if (sent) location.reload();
  }

  // What counts for an indicator is counted in its unit; the amount is always the writer's own.
  function writeUnits() {
    form.addEventListener("change", (event) => {
      const unit = event.target.name === "thread" && event.target.closest("label").dataset.unit;
      if (unit) form.elements.unit.value = unit;
    });
  }

  function startOnline() {
    const store = kept();
    store.user = form.dataset.user;
    store.results = [...form.querySelectorAll("[name=thread]")].map((radio) => ({
      thread: radio.value,
      title: radio.closest("label").textContent.trim(),
      unit: radio.closest("label").dataset.unit || "",
    }));
    keep(store);
    writeUnits();
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const data = new FormData(form);
      try {
        const answer = await send(data);
        // What was refused is shown by the page itself, with the field that is wrong.
        if (!answer.kept) form.submit();
        else location.assign("/harian/");
      } catch {
        wait(fieldsOf(data));
        if (data.get("file") && data.get("file").size) waiting.append("Berkas bukti tidak ikut tersimpan; lampirkan lagi sesudah terkirim.");
        form.elements.key.value = crypto.randomUUID();
        form.elements.activity.value = "";
        waiting.scrollIntoView();
      }
    });
    window.addEventListener("online", sendKept);
    sendKept();
    if ("serviceWorker" in navigator) navigator.serviceWorker.register(form.dataset.worker);
  }

  function startOffline() {
    const results = form.querySelector("[data-results]");
    for (const result of kept().results || []) {
      const label = document.createElement("label");
      const radio = document.createElement("input");
      Object.assign(radio, { type: "radio", name: "thread", value: result.thread, required: true });
      if (result.unit) label.dataset.unit = result.unit;
      label.append(radio, ` ${result.title}`);
      results.append(label);
    }
    writeUnits();
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    form.elements.day.value = `${two(now.getDate())}-${two(now.getMonth() + 1)}-${now.getFullYear()}`;
    form.elements.ends.value = `${two(now.getHours())}.${two(now.getMinutes())}`;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      wait({ ...fieldsOf(new FormData(form)), key: crypto.randomUUID() });
      form.elements.activity.value = "";
      waiting.scrollIntoView();
    });
    window.addEventListener("online", comeBack);
    setInterval(comeBack, AGAIN);
  }

  // Reception may be announced before it works, so it is tried; what is being written is never lost.
  async function comeBack() {
    if (form.elements.activity.value) return;
    try {
      if ((await fetch("/healthz", { cache: "no-store" })).ok) location.reload();
    } catch {
      // Still without reception: the next try tells.
    }
  }

  if (form) {
    show();
    if (offline) startOffline();
    else startOnline();
  }
}
