// Small comforts. Every page works without them.
"use strict";

// The error summary takes the focus, so that it is read first.
document.querySelector("[data-hub-focus]")?.focus();

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
for (const input of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "hub-link-button";
  button.textContent = "Show";
  button.setAttribute("aria-label", "Show password");
  button.addEventListener("click", () => {
    const hidden = input.type === "password";
    input.type = hidden ? "text" : "password";
    button.textContent = hidden ? "Hide" : "Show";
    button.setAttribute("aria-label", hidden ? "Hide password" : "Show password");
  });
  input.form?.addEventListener("submit", () => { input.type = "password"; });
  input.after(button);
}

// Mark all rows of a register at once.
for (const button of document.querySelectorAll("[data-hub-check-all]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const input of document.querySelectorAll(button.dataset.hubCheckAll)) input.checked = true;
  });
}

// Copy a summary.
for (const button of document.querySelectorAll("[data-hub-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.hubCopy);
    await navigator.clipboard.writeText(source.value ?? source.innerText);
    button.textContent = "Copied";
  });
}

// Exit this page: Shift three times within five seconds; the page is covered at once.
const exit = document.querySelector("[data-hub-exit]");
if (exit) {
  let presses = [];
  const leave = () => {
    const cover = document.createElement("div");
    cover.className = "hub-exit__cover";
    document.body.append(cover);
    document.title = "";
    window.location.replace(exit.href);
  };
  exit.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") { presses = []; return; }
    const now = Date.now();
    presses = presses.filter((at) => now - at < 5000);
    presses.push(now);
    if (presses.length >= 3) leave();
  });
}
