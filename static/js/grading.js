/* Grading by keyboard, and kept comments at one press. Everything works without: radio buttons, links, checkboxes.

   Digits give points to the criterion at hand, j and k leaf, Ctrl+Enter saves, ? shows the list and switches it off. */
const OFF = "grading-shortcuts-off";
const form = document.querySelector("form[data-grading]");
const dialog = document.getElementById("shortcuts");
const opener = document.querySelector("[data-shortcuts]");
const isOn = dialog.querySelector("[data-shortcuts-on]");
const criteria = [...form.querySelectorAll(".levels")];
const comment = form.elements.comment;

/* In a long list, the entry at hand is in sight. */
const list = document.querySelector(".grading-queue");
const here = list.querySelector("[aria-current]");
if (here) list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 2;

opener.hidden = false;
opener.addEventListener("click", () => dialog.showModal());
isOn.checked = localStorage.getItem(OFF) === null;
isOn.addEventListener("change", () => (isOn.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes")));

/* The criterion at hand: the one with the focus, else the first without points. */
const atHand = () =>
  criteria.find((one) => one.contains(document.activeElement)) ?? criteria.find((one) => !one.querySelector(":checked")) ?? criteria[0];
const mark = () => criteria.forEach((one) => one.classList.toggle("is-next", one === atHand()));
const give = (points) => {
  const here = atHand();
  const level = here?.querySelector(`[data-points="${points}"]`);
  if (!level) return;
  level.checked = true;
  const next = criteria[criteria.indexOf(here) + 1];
  if (next) (next.querySelector(":checked") ?? next.querySelector("input")).focus();
  else comment.focus({ preventScroll: true });
  mark();
};
const leaf = (way) => document.querySelector(`a[rel="${way}"]`)?.click();
const isTyping = (target) => target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

document.addEventListener("keydown", (event) => {
  if (!isOn.checked && event.key !== "?") return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (!form.contains(event.target) && isTyping(event.target)) return;
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || dialog.open || isTyping(event.target)) return;
  if (/^\d$/.test(event.key)) give(event.key);
  else if (event.key === "j") leaf("next");
  else if (event.key === "k") leaf("prev");
  else if (event.key === "?") dialog.showModal();
  else return;
  event.preventDefault();
});
document.addEventListener("focusin", mark);
form.addEventListener("change", mark);
mark();

/* A kept comment goes into the box at once, where it can be changed; its tick is then not sent. */
form.addEventListener("change", (event) => {
  if (event.target.name !== "banked" || !event.target.checked) return;
  comment.value = [comment.value.trim(), event.target.closest("label").textContent.trim()].filter(Boolean).join("\n");
  event.target.checked = false;
  comment.focus();
});
