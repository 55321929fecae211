// Saves what is typed into a form that holds [data-save-to], a moment after the last key and when the page is left.
// Without this script the button beside it does. Files are not sent: they are kept when the form is.
const WAIT = 2000;

export function saveAsYouGo(place) {
  const form = place.closest("form");
  const version = place.querySelector("[name=_draft]");
  const told = place.querySelector("[data-save-told]");
  let timer;
  let changed = false;
  let sending = null;

  function tell(text, isFault) {
    told.textContent = text;
    told.hidden = false;
    told.classList.toggle("govuk-error-message", isFault);
  }

  function typed() {
    const words = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") words.append(name, value);
    }
    return words;
  }

  async function save(leaving) {
    clearTimeout(timer);
    if (!changed || sending) return;
    changed = false;
    sending = send(leaving);
    await sending;
    sending = null;
    if (changed) wait();
  }

  async function send(leaving) {
    try {
      const answer = await fetch(place.dataset.saveTo, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: typed(),
        keepalive: leaving,
      });
      if (answer.redirected) tell("Not saved: you are signed out. Copy what you typed last, then sign in again.", true);
      else if (!answer.ok) tell("Not saved. Press “Save and come back later” to read why; what you typed stays here.", true);
      else {
        const saved = await answer.json();
        version.value = saved.version;
        tell(saved.told, false);
      }
    } catch {
      changed = true;
      tell("Not saved: there is no connection. It is tried again as you type.", true);
    }
  }

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT, false);
  }

  form.addEventListener("input", () => {
    changed = true;
    wait();
  });
  // What is being saved is saved first, or the form would be taken for one from another window.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    changed = false;
    if (!sending) return;
    event.preventDefault();
    await sending;
    form.requestSubmit(event.submitter);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
}
