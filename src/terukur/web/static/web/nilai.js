"use strict";
// The appraiser's table: letters choose, every row is saved as it is typed. What could not be sent stays
// in this browser under the user who wrote it, and goes out when the connection is back.
{
  const WAIT = 700;
  const AGAIN = 5000;
  const LETTERS = { b: "below", s: "meets", a: "above" };
  const NO_FIELDS = ["csrfmiddlewaretoken", "mark", "seen", "tab", "give"];
  const table = document.getElementById("nilai");
  const state = document.getElementById("keadaan");
  const together = document.getElementById("semua");
  const tab = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);
  const prefix = table && `nilai.${table.dataset.user}.`;
  const rows = [];

  function fieldsOf(form) {
    const fields = {};
    for (const control of form.elements) {
      if (control.name && !NO_FIELDS.includes(control.name) && !(control.name in fields)) fields[control.name] = "";
      if (control.name in fields && (control.type !== "radio" || control.checked)) fields[control.name] = control.value;
    }
    return fields;
  }

  function fill(row, fields) {
    for (const [name, value] of Object.entries(fields)) {
      const control = row.form.elements[name];
      if (!control) continue;
      if (control instanceof RadioNodeList) for (const radio of control) radio.checked = radio.value === value;
      else control.value = value;
    }
    ask(row);
  }

  const same = (one, other) => Object.keys(one).every((name) => one[name].trim() === (other[name] || "").trim());

  // What is due, by tables that the server made from the rule.
  function ask(row) {
    const fields = fieldsOf(row.form);
    const marks = Object.entries(fields).filter(([name, value]) => name.startsWith("mark_") && value).map(([, value]) => value);
    let due = 0;
    for (const block of row.form.querySelectorAll("[data-of]")) {
      const of = block.dataset.of;
      const given = fields[of];
      let why = "";
      if (of.startsWith("mark_")) why = given && given !== "meets" ? "Apa yang terlihat, dan kapan. Pegawai membacanya." : "";
      else if (given) {
        why = row.form.getAttribute(`data-${of}-${given}`);
        if (!why && of === "behavior" && marks.length && !marks.includes(given)) why = table.dataset.unmatched;
      }
      block.toggleAttribute("data-due-now", Boolean(why));
      block.querySelector(".helptext").textContent = why || "Boleh kosong.";
      const typed = [...block.querySelectorAll("textarea, input")].some((control) => control.value);
      block.hidden = !why && !typed && !row.more;
      if (why) due += 1;
    }
    const details = row.form.querySelector("details");
    if (due) details.open = true;
    row.form.querySelector("[data-due]").textContent = due ? `(${due} diminta)` : "";
    row.form.querySelector("[data-more]").hidden = row.more;
  }

  function clock() {
    const now = new Date();
    return `${String(now.getHours()).padStart(2, "0")}.${String(now.getMinutes()).padStart(2, "0")}`;
  }

  function tell(row, words, kind) {
    row.kind = kind;
    row.form.querySelector("[data-state]").textContent = words;
    const count = (wanted) => rows.filter((other) => other.kind === wanted).length;
    let all = `Semua tersimpan${row.at ? ` ${row.at}` : ""}.`;
    if (count("refused")) all = `${count("refused")} baris tidak diterima; lihat alasannya di baris itu.`;
    else if (count("conflict")) all = `${count("conflict")} baris berubah di tempat lain: pilih yang dipakai.`;
    else if (count("cut")) all = "Sambungan putus, dicoba lagi. Isian Anda aman di peramban ini.";
    else if (count("out")) all = "Anda sudah keluar. Masuk lagi; isian Anda aman di peramban ini.";
    else if (count("dirty")) all = `${count("dirty")} baris belum tersimpan …`;
    if (state.textContent !== all) state.textContent = all;
  }

  function keep(row) {
    try {
      localStorage.setItem(`${prefix}${row.pk}.${tab}`, JSON.stringify({ mark: row.mark, seen: seen(row), fields: fieldsOf(row.form) }));
    } catch {
      // Without room or permission the row still goes out while there is a connection.
    }
  }

  const forget = (row) => localStorage.removeItem(`${prefix}${row.pk}.${tab}`);
  const seen = (row) => [...row.form.querySelectorAll("[name=seen]")].filter((control) => control.type === "hidden" || control.checked).pop().value;

  function changed(row) {
    ask(row);
    keep(row);
    alike();
    if (row.kind === "conflict") return;
    tell(row, "belum tersimpan", "dirty");
    clearTimeout(row.timer);
    row.timer = setTimeout(() => save(row), WAIT);
  }

  // One request at a time per row; true where the server has what stands on the page.
  function save(row, give) {
    clearTimeout(row.timer);
    row.sending = (row.sending || Promise.resolve()).then(() => send(row, give));
    return row.sending;
  }

  async function send(row, give) {
    if (row.kind === "conflict" || (!give && (row.kind === "saved" || !row.kind))) return row.kind !== "conflict";
    const fields = fieldsOf(row.form);
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    data.set("csrfmiddlewaretoken", row.form.elements.csrfmiddlewaretoken.value);
    data.set("mark", row.mark);
    data.set("seen", seen(row));
    data.set("tab", tab);
    if (give) data.set("give", "1");
    let answer;
    let body;
    try {
      answer = await fetch(row.form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (answer.redirected || answer.status === 403) {
        tell(row, "Anda sudah keluar; masuk lagi", "out");
        return false;
      }
      if (answer.status >= 500 || answer.status === 404) throw new Error("not now");
      body = await answer.json();
    } catch {
      tell(row, "sambungan putus, dicoba lagi", "cut");
      clearTimeout(row.timer);
      row.timer = setTimeout(() => save(row), AGAIN);
      return false;
    }
    if (answer.status === 409) return offer(row, body);
    if (body.mark) remember(row, body.mark);
    if (body.missing) owe(row, body.missing, !answer.ok);
    if (answer.status === 422 && !body.mark) {
      tell(row, body.message, "refused");
      return false;
    }
    row.at = body.at || clock();
    if (same(fieldsOf(row.form), fields)) {
      forget(row);
      const words = body.given ? "Dinilai, belum disampaikan" : `tersimpan ${row.at}`;
      tell(row, answer.status === 422 ? `Belum dinilai. ${body.message}` : words, "saved");
    } else {
      // Typed on while it was sent: what was typed since goes out next.
      changed(row);
    }
    return true;
  }

  // What a row still owes, each with a way to its field; refused, the first is where one goes on.
  function owe(row, missing, refused) {
    const place = row.form.querySelector("[data-missing]");
    for (const field of row.form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    place.replaceChildren(missing.length ? `Kurang ${missing.length}: ` : "Lengkap.");
    missing.forEach((one, at) => {
      const link = document.createElement("a");
      link.href = `#${one.field}-${row.pk}`;
      link.textContent = one.where;
      link.addEventListener("click", (event) => { event.preventDefault(); goTo(row, one.field); });
      place.append(at ? ", " : "", link, refused ? ` (${one.message})` : "");
      if (refused) fieldOf(row, one.field)?.setAttribute("aria-invalid", "true");
    });
    if (refused && missing.length) goTo(row, missing[0].field);
  }

  const fieldOf = (row, name) => document.getElementById(`${name}-${row.pk}`);

  function goTo(row, name) {
    const field = fieldOf(row, name);
    if (!field) return;
    const block = field.closest("[data-of]");
    if (block) block.hidden = false;
    field.closest("details")?.setAttribute("open", "");
    field.focus();
    field.scrollIntoView({ block: "center" });
  }

  function remember(row, mark) {
    row.mark = mark;
    row.form.elements.mark.value = mark;
    for (const pair of together.querySelectorAll("[name=row]")) {
      if (pair.value.startsWith(`${row.pk}=`)) pair.value = `${row.pk}=${mark}`;
    }
  }

  // Another page saved something else: both stand side by side until the appraiser chooses.
  function offer(row, held) {
    const mine = fieldsOf(row.form);
    if (same(mine, held.fields)) {
      remember(row, held.mark);
      forget(row);
      row.at = held.at;
      tell(row, `tersimpan ${held.at}`, "saved");
      return true;
    }
    const place = row.form.querySelector("[data-conflict]");
    const list = document.createElement("ul");
    for (const name of Object.keys(mine).filter((key) => mine[key].trim() !== (held.fields[key] || "").trim())) {
      const line = document.createElement("li");
      line.textContent = `${titleOf(row, name)}: di tempat lain “${wordOf(held.fields[name])}”, di sini “${wordOf(mine[name])}”`;
      list.append(line);
    }
    const told = document.createElement("strong");
    told.textContent = held.message || "Ada isian lain untuk baris ini. Bandingkan, lalu pilih yang dipakai.";
    const box = document.createElement("div");
    box.className = "notice notice-warning";
    box.setAttribute("role", "alert");
    const settle = (act) => () => {
      place.replaceChildren();
      remember(row, held.mark);
      act();
      row.form.querySelector("[name=results]").focus();
    };
    box.append(
      told, list,
      button("Pakai isian di sini", settle(() => { row.kind = "dirty"; changed(row); })),
      button("Pakai yang di tempat lain", settle(() => {
        fill(row, held.fields);
        if (held.unsent) { row.kind = "dirty"; changed(row); return; }
        forget(row);
        row.at = held.at;
        tell(row, `tersimpan ${held.at}`, "saved");
      })),
    );
    place.replaceChildren(box);
    tell(row, "berubah di tempat lain", "conflict");
    return false;
  }

  function titleOf(row, name) {
    const control = row.form.elements[name];
    if (control instanceof RadioNodeList) return control[0].closest("[role=radiogroup]").getAttribute("aria-label").split(",")[0];
    return row.form.querySelector(`label[for="${control.id}"]`).textContent;
  }

  function wordOf(value) {
    return { below: "di bawah", meets: "sesuai", above: "di atas", "": "kosong" }[value] || value;
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-small";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  // A hint, never a refusal: many people with the very same words.
  function alike() {
    const people = new Map();
    for (const row of rows) {
      for (const text of row.form.querySelectorAll("textarea")) {
        const words = text.value.toLowerCase().split(/\s+/).join(" ").trim();
        if (words.length >= 20) people.set(words, (people.get(words) || new Set()).add(row.pk));
      }
    }
    const most = Math.max(0, ...[...people.values()].map((set) => set.size));
    const hint = document.getElementById("mirip");
    hint.hidden = most < Number(table.dataset.alike);
    hint.querySelector("b").textContent = most;
  }

  function onKey(event, row) {
    const radio = event.target;
    if (event.key === "Enter" && event.ctrlKey && radio.matches("textarea, [data-day]")) {
      event.preventDefault();
      onward(radio);
    }
    if (radio.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) return;
    const group = row.form.elements[radio.name];
    const wanted = LETTERS[event.key.toLowerCase()];
    if (wanted) {
      event.preventDefault();
      for (const other of group) other.checked = other.value === wanted;
      changed(row);
      onward(radio);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      for (const other of group) other.checked = false;
      changed(row);
    }
  }

  // The next thing to fill in: the next group, then the texts that are due, then the next person.
  function onward(from) {
    const stops = [...table.querySelectorAll("[role=radiogroup], [data-due-now] textarea, [data-due-now] input")];
    const at = stops.findIndex((stop) => stop === from || stop.contains(from));
    const next = stops[at + 1] || together.querySelector("button");
    if (next.getAttribute("role") !== "radiogroup") next.focus();
    else (next.querySelector(":checked") || next.querySelector("input")).focus();
  }

  // What an earlier page, or one without a connection, could not send.
  function takeUp(row) {
    const own = Object.keys(localStorage).filter((key) => key.startsWith(`${prefix}${row.pk}.`));
    const found = own.map((key) => JSON.parse(localStorage.getItem(key)));
    own.forEach((key) => localStorage.removeItem(key));
    const [first, second] = found.filter((kept) => !same(kept.fields, fieldsOf(row.form)));
    if (!first) return;
    const standing = { fields: fieldsOf(row.form), mark: row.mark, at: "" };
    fill(row, first.fields);
    // Written beside these figures; where they have changed since, the server asks to look again.
    row.form.querySelector("[name=seen][type=hidden]").value = first.seen;
    keep(row);
    if (first.mark !== row.mark) offer(row, standing);
    else if (second) offer(row, { ...second, mark: row.mark, unsent: true });
    else changed(row);
  }

  async function giveAll(event) {
    event.preventDefault();
    const saved = await Promise.all(rows.map((row) => save(row)));
    if (saved.every(Boolean)) together.submit();
  }

  function start() {
    for (const form of table.querySelectorAll("form")) {
      const row = { form, pk: form.dataset.pk, mark: form.elements.mark.value, more: false };
      rows.push(row);
      form.querySelector("[data-save]").hidden = true;
      ask(row);
      form.addEventListener("input", () => changed(row));
      form.addEventListener("keydown", (event) => onKey(event, row));
      form.querySelector("[data-more]").addEventListener("click", () => { row.more = true; ask(row); });
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        save(row, true);
      });
      takeUp(row);
    }
    together.addEventListener("submit", giveAll);
    window.addEventListener("online", () => rows.filter((row) => row.kind === "cut").forEach((row) => save(row)));
  }

  if (table) start();
}
