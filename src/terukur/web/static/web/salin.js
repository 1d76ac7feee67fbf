"use strict";
{
  const told = document.getElementById("tersalin");

  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Without HTTPS, as on an office's own network, browsers only know the old way.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await copy(button.dataset.copy);
    told.textContent = `Tersalin: ${button.dataset.copy}`;
    button.textContent = "Tersalin ✓";
  });
}
