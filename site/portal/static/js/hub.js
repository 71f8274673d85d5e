// Small comforts. Every page works without them.
"use strict";

// What went wrong takes the focus, or else what was done, so that it is read first.
const news = document.querySelector(".govuk-error-summary[data-hub-focus]") ?? document.querySelector(".hub-message[data-hub-focus]");
news?.focus();
// An address that ends in the name of a part takes the focus away again while the page loads.
if (news && location.hash) window.addEventListener("load", () => requestAnimationFrame(() => news.focus()));

// From the list of what is wrong to a field: with its label, hint and error in sight, not the box alone.
for (const link of document.querySelectorAll(".govuk-error-summary a[href^='#']")) {
  link.addEventListener("click", (event) => {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".govuk-form-group") ?? field.closest("fieldset") ?? field).scrollIntoView();
    field.focus();
  });
}

// A form that was sent is not sent twice by an impatient second click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < 3000) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = String(Date.now());
});

// Show and hide a password.
for (const box of document.querySelectorAll(".hub-password")) {
  const input = box.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "hub-link-button";
  const state = document.createElement("span");
  state.className = "govuk-visually-hidden";
  state.setAttribute("role", "status");
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.textContent = visible ? "Hide" : "Show";
    button.setAttribute("aria-label", visible ? "Hide password" : "Show password");
  };
  show(false);
  button.setAttribute("aria-controls", input.id);
  button.addEventListener("click", () => {
    show(input.type === "password");
    state.textContent = input.type === "text" ? "Your password is visible" : "Your password is hidden";
  });
  input.form?.addEventListener("submit", () => show(false));
  box.append(button, state);
}

// Say how much room is left in a text.
for (const area of document.querySelectorAll("textarea[data-room]")) {
  const most = Number(area.dataset.room);
  const count = document.getElementById(area.id + "_room");
  let waiting;
  const tell = () => {
    const left = most - area.value.length;
    const many = Math.abs(left) === 1 ? "character" : "characters";
    const words = left < 0 ? `${-left} ${many} too many` : `${left} ${many} left`;
    if (count.textContent !== words) count.textContent = words;
    count.classList.toggle("hub-count--over", left < 0);
  };
  area.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(tell, 400); });
  tell();
  count.setAttribute("aria-live", "polite");  // from now on: what stands there at first is the field's description
  window.addEventListener("pageshow", tell);  // some browsers bring back what was typed only now
}

// Copy a summary.
for (const button of document.querySelectorAll("[data-hub-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.hubCopy);
    await navigator.clipboard.writeText(source.value ?? source.innerText);
    button.textContent = "Copied";
  });
}

// The Menu of a phone closes with Escape, and gives the focus back.
for (const menu of document.querySelectorAll(".hub-nav__narrow")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
