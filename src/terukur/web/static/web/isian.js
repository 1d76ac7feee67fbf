"use strict";
// Empty fields are told before sending, in our language and with a way to each; the server tells the same.
{
  const EMPTY = "Belum diisi.";

  function missing(form) {
    return [...form.elements].filter((field) => field.required && !field.disabled && !field.closest("[hidden]") && lacks(form, field));
  }

  function lacks(form, field) {
    if (field.type === "checkbox") return !field.checked;
    if (field.type !== "radio") return !field.value.trim();
    const group = [...form.querySelectorAll(`[name="${CSS.escape(field.name)}"]`)];
    return group[0] === field && !group.some((radio) => radio.checked);
  }

  function nameOf(field) {
    const legend = field.type === "radio" && field.closest("fieldset")?.querySelector("legend");
    const label = legend || (field.labels && field.labels[0]);
    return (label ? label.textContent : field.getAttribute("aria-label") || "Isian").trim().replace(/:$/, "");
  }

  function mark(field, at) {
    if (!field.id) field.id = `isian-${at}`;
    field.setAttribute("aria-invalid", "true");
    field.closest("details")?.setAttribute("open", "");
    const id = `${field.id}_belum`;
    if (!document.getElementById(id)) {
      const told = document.createElement("p");
      told.className = "errorlist";
      told.id = id;
      told.textContent = EMPTY;
      (field.type === "radio" ? field.closest("fieldset") || field : field).before(told);
    }
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${id}`.trim());
  }

  function clear(form) {
    document.getElementById("yang-kurang")?.remove();
    for (const field of form.querySelectorAll("[aria-invalid]")) {
      const told = document.getElementById(`${field.id}_belum`);
      if (!told) continue;
      told.remove();
      field.removeAttribute("aria-invalid");
      const others = (field.getAttribute("aria-describedby") || "").replace(`${field.id}_belum`, "").trim();
      if (others) field.setAttribute("aria-describedby", others);
      else field.removeAttribute("aria-describedby");
    }
  }

  function summary(fields) {
    const box = document.createElement("div");
    Object.assign(box, { id: "yang-kurang", className: "notice notice-error", tabIndex: -1 });
    box.setAttribute("role", "alert");
    const title = document.createElement("strong");
    title.textContent = `Belum terkirim. ${fields.length === 1 ? "Satu isian kosong:" : `${fields.length} isian kosong:`}`;
    const list = document.createElement("ul");
    for (const field of fields) {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${field.id}`;
      link.textContent = nameOf(field);
      line.append(link);
      list.append(line);
    }
    box.append(title, list);
    document.getElementById("isi").prepend(box);
    box.focus();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.noValidate || event.submitter?.formNoValidate) return;
    clear(form);
    const fields = missing(form);
    if (!fields.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    fields.forEach(mark);
    summary(fields);
  }, true);

  // A link of the summary leads into the field, not only to it, also where it is folded away.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#yang-kurang a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.closest("details")?.setAttribute("open", "");
    field.focus();
    field.scrollIntoView({ block: "center" });
  });

  for (const field of document.querySelectorAll("details [aria-invalid=true]")) field.closest("details").open = true;
  document.getElementById("yang-kurang")?.focus();
}
