/* A draft saves itself a few seconds after one stops writing: <form data-draft="/where/to/">. Without script, its button does.

   What could not be sent (no connection, signed out meanwhile) is kept in this window and filled in again. */
const WAIT = 3000;
const form = document.querySelector("form[data-draft]");
const status = form.querySelector("[data-draft-status]");
const key = `draft:${location.pathname}`;
const words = () => Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
let timer;
let isStopped = false;

const keep = () => sessionStorage.setItem(key, JSON.stringify(words()));
const fillIn = () => {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (!kept || kept.version !== form.elements.version.value) return;
  for (const [name, value] of Object.entries(kept)) if (form.elements[name]) form.elements[name].value = value;
  plan();
};
const save = async () => {
  const sent = JSON.stringify(words());
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form) });
    const { version, said } = await answer.json();
    status.textContent = said;
    if (answer.status === 409) isStopped = true;
    if (!answer.ok) return;
    form.elements.version.value = version;
    if (JSON.stringify({ ...words(), version: JSON.parse(sent).version }) === sent) sessionStorage.removeItem(key);
    else plan();
  } catch {
    status.textContent = form.dataset.draftFailed;
  }
};
const plan = () => {
  clearTimeout(timer);
  keep();
  if (!isStopped) timer = setTimeout(save, WAIT);
};

form.addEventListener("input", plan);
form.addEventListener("submit", () => {
  clearTimeout(timer);
  keep();
  isStopped = true;
});
fillIn();
