"use strict";
// Whoever signs out leaves no half-written rating in this browser, and is asked before it is lost.
{
  const leaving = document.querySelector("form[data-signs-out]");

  if (leaving) {
    leaving.addEventListener("submit", (event) => {
      const kept = Object.keys(localStorage).filter((key) => key.startsWith(`nilai.${leaving.dataset.signsOut}.`));
      if (kept.length && !window.confirm("Ada isian penilaian yang belum terkirim. Keluar sekarang menghapusnya.")) {
        event.preventDefault();
        return;
      }
      kept.forEach((key) => localStorage.removeItem(key));
    });
  }
}
