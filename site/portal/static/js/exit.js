// Exit this page: the button, or Shift three times within five seconds. The page is covered at once and replaced.
"use strict";

const exit = document.querySelector("[data-hub-exit]");
const said = document.querySelector("[data-hub-exit-said]");
const lights = exit.querySelectorAll("i");
let presses = [];
let leaving = false;
let forget;

function leave() {
  if (leaving) return;
  leaving = true;
  const cover = document.createElement("div");
  cover.className = "hub-exit__cover";
  document.body.append(cover);
  document.title = "Loading";
  said.textContent = "Loading.";
  window.location.replace(exit.href + "?by=script");
}

function show() {
  exit.parentElement.classList.toggle("hub-exit--counting", presses.length > 0);
  lights.forEach((light, number) => light.classList.toggle("on", number < presses.length));
}

function start() {
  presses = [];
  show();
}

exit.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

document.addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || leaving) return;
  const now = Date.now();
  presses = presses.filter((at) => now - at < 5000);
  presses.push(now);
  show();
  if (presses.length >= 3) { leave(); return; }
  const left = 3 - presses.length;
  said.textContent = left === 2 ? "Shift, press 2 more times to exit." : "Shift, press 1 more time to exit.";
  clearTimeout(forget);
  forget = setTimeout(() => { start(); said.textContent = "Exit this page expired."; }, 5000);
});

// Another key between means that somebody is typing capitals, not leaving.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift" && presses.length) start();
});

// Coming back out of the browser's memory must not show a page that was left: the server knows.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  if (leaving) window.location.replace(exit.href + "?by=script");
  else window.location.reload();
});
