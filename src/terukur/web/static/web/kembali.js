"use strict";
// What was typed and sent after the session had ended comes back once the same person has signed in again.
// It stays in this tab alone, is gone with it, and never holds a password or a file.
{
  const TYPED = "isian";
  const signIn = document.querySelector("form[data-berakhir]");
  const person = document.querySelector("form[data-signs-out]")?.dataset.signsOut;
  const here = location.pathname + location.search;

  function typed() {
    try {
      return JSON.parse(sessionStorage.getItem(TYPED));
    } catch {
      return null;
    }
  }

  function fieldsIn(sent) {
    return [...sent.elements].filter((field) => field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type));
  }

  function remember(sent) {
    const fields = fieldsIn(sent).map((field) => ({ name: field.name, value: field.value, checked: field.checked }));
    const place = [...document.forms].indexOf(sent);
    try {
      sessionStorage.setItem(TYPED, JSON.stringify({ person, page: here, place, fields }));
    } catch {
      // No room, or not allowed: the form is sent as always.
    }
  }

  function giveBack(kept) {
    const form = document.forms[kept.place];
    if (!form) return;
    const fields = fieldsIn(form);
    kept.fields.forEach((one, index) => {
      const field = fields[index];
      if (!field || field.name !== one.name) return;
      if (["checkbox", "radio"].includes(field.type)) field.checked = one.checked;
      else field.value = one.value;
    });
    for (let box = form.parentElement; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    const told = document.createElement("div");
    told.className = "notice notice-info";
    told.setAttribute("role", "status");
    told.textContent = "Tulisan Anda yang belum tersimpan kami kembalikan di bawah. Periksa, lalu simpan lagi; berkas dilampirkan lagi.";
    form.before(told);
    told.scrollIntoView();
  }

  const kept = typed();
  if (signIn) {
    if (kept) sessionStorage.setItem(TYPED, JSON.stringify({ ...kept, expired: true }));
  } else {
    sessionStorage.removeItem(TYPED);
    if (kept && kept.expired && kept.person === person && kept.page === here) giveBack(kept);
    document.addEventListener("submit", (event) => {
      const sent = event.target;
      if (sent.method === "post" && !("signsOut" in sent.dataset)) remember(sent);
    });
  }
}
