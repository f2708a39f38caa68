/* What is typed into [data-unsent] outlives a dead network or session, until [data-arrived] says that it came. */
const box = (key) => `unsent:${key}`;
for (const { dataset } of document.querySelectorAll("[data-arrived]")) localStorage.removeItem(box(dataset.arrived));
const form = document.querySelector("[data-unsent]");
if (form) {
  const key = box(form.dataset.unsent);
  const kept = JSON.parse(localStorage.getItem(key));
  const own = [...form.elements].filter(({ type }) => type !== "hidden");
  const tells = ({ type }) => (/radio|checkbox/.test(type) ? "checked" : "value");
  const place = (one) => one.name + (tells(one) === "value" ? "" : one.value);
  if (kept && !form.querySelector(".field-error"))
    for (const one of own) one[tells(one)] = kept[place(one)] ?? "";
  form.querySelector("[data-kept]").hidden = !kept;
  for (const part of form.querySelectorAll("details")) part.open ||= kept;
  form.oninput = () => {
    const words = own.map((one) => [place(one), one[tells(one)]]);
    localStorage.setItem(key, JSON.stringify(Object.fromEntries(words)));
  };
  form.onsubmit = (event) => {
    form.querySelector("[data-offline]").hidden = navigator.onLine;
    if (!navigator.onLine) event.preventDefault();
  };
}
