// "Choose all" at once, and how many are chosen. Without this script the links do the same by a new page.
"use strict";

const form = document.querySelector("[data-choose-from]");
const boxes = [...(form?.querySelectorAll('input[type="checkbox"]') ?? [])];
const buttons = [];
const told = document.createElement("p");
told.setAttribute("role", "status");

const tell = () => {
  told.textContent = `${boxes.filter((box) => box.checked).length} of ${boxes.length} chosen`;
  for (const { words, mine } of buttons) {
    const all = mine.every((box) => box.checked);
    words.textContent = all ? "Choose none" : mine.length === boxes.length ? `Choose all ${mine.length}` : `Choose these ${mine.length}`;
  }
};

for (const link of form?.querySelectorAll("[data-choose]") ?? []) {
  const group = link.closest("fieldset");
  const mine = group ? boxes.filter((box) => group.contains(box)) : boxes;
  // Out of its list, such as among all buttons of the page, a button says which dates it chooses.
  const about = document.createElement("span");
  about.className = "govuk-visually-hidden";
  about.textContent = group ? `: ${group.querySelector("legend").textContent}` : "";
  const words = document.createElement("span");
  const button = document.createElement("button");
  button.append(words, about);
  button.type = "button";
  button.className = "hub-link-button";
  button.addEventListener("click", () => {
    const all = mine.every((box) => box.checked);
    for (const box of mine) box.checked = !all;
    tell();
  });
  buttons.push({ words, mine });
  link.replaceWith(button);
}

if (boxes.length > 1) {
  form.querySelector(".hub-answer").before(told);
  form.addEventListener("change", tell);
  tell();
}
