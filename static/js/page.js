/* Small comforts on every page. Everything works without them. */

/* Menus close on Escape and when one presses elsewhere. */
const openMenus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

/* A link to a page that asks may ask in a dialog instead: <a href="/…/end/" data-opens="end-dialog">. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
});

/* A form that was sent is not sent twice by an impatient second press. One that was held back was not sent. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get" || event.submitter?.formMethod === "dialog") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* A button that prints the page: it stands only where script can do it. */
for (const button of document.querySelectorAll("button[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

/* "Select all" stands only where script can act on it. */
const offerSelectAll = () => {
  for (const box of document.querySelectorAll("input[data-selects]")) box.closest("[hidden]")?.removeAttribute("hidden");
};
document.addEventListener("change", (event) => {
  const { selects } = event.target.dataset;
  if (!selects) return;
  const boxes = event.target.closest("table").querySelectorAll(`tbody input[name="${selects}"]`);
  for (const box of boxes) box.checked = event.target.checked;
});
offerSelectAll();
document.addEventListener("htmx:after:swap", offerSelectAll);

/* A part that turns out to be a whole page (signed out meanwhile) opens as one; a part that failed says so, once. */
const isWholePage = (text) => /^\s*<!doctype/i.test(text ?? "");
const sayThatItFailed = () => {
  if (document.querySelector("main > .part-failed")) return;
  const words = document.createElement("div");
  words.className = "part-failed";
  words.setAttribute("role", "alert");
  words.append(document.getElementById("part-failed").content.cloneNode(true));
  document.getElementById("main").prepend(words);
};
document.addEventListener("htmx:after:request", (event) => {
  const { text, response } = event.detail.ctx;
  if (response.status >= 400 && response.status !== 422) sayThatItFailed();
  else if (isWholePage(text)) {
    event.preventDefault();
    location.assign(response.raw.url);
  }
});
document.addEventListener("htmx:error", sayThatItFailed);
