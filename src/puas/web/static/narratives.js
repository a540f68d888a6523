// Saves a section while it is written and shows how it reads. Without this script the button does the same.
(() => {
  "use strict";
  const form = document.querySelector("[data-narrative]");
  if (!form || !window.fetch) return;
  const box = form.elements.teks;
  const number = form.elements.versi;
  const status = document.getElementById("tersimpan");
  const preview = document.getElementById("isi-pratinjau");
  const PAUSE = 1500;
  let saved = box.value;
  let timer = 0;
  let busy = false;
  let stopped = false;

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  async function save() {
    if (busy || stopped || box.value === saved) return;
    busy = true;
    const sent = box.value;
    status.textContent = status.dataset.typing;
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      const told = await answer.json();
      if (!answer.ok) {
        stopped = answer.status === 409; // somebody else wrote meanwhile: saving again would not help
        status.textContent = told.error || status.dataset.failed;
      } else {
        saved = sent;
        number.value = told.number;
        status.textContent = told.said;
        preview.innerHTML = told.preview; // made and escaped by the server
      }
    } catch {
      status.textContent = status.dataset.failed;
    }
    busy = false;
    if (!stopped && box.value !== sent) later();
  }

  box.addEventListener("input", later);
  form.addEventListener("submit", () => { saved = box.value; clearTimeout(timer); });
  window.addEventListener("beforeunload", (event) => {
    if (box.value !== saved) event.preventDefault();
  });
  for (const button of form.querySelectorAll("[data-place]")) {
    button.addEventListener("click", () => {
      box.setRangeText(button.dataset.place, box.selectionStart, box.selectionEnd, "end");
      box.focus();
      later();
    });
  }
})();
