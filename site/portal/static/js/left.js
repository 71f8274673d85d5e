// After “Exit this page”, Back and Forward lead on to the weather; an address opened anew leads to its page.
"use strict";

const elsewhere = document.currentScript.dataset.elsewhere;
const [arrival] = performance.getEntriesByType("navigation");
if (arrival?.type === "navigate") {
  fetch(location.href, { headers: { "X-Hub-Returns": "1" } }).then(() => location.reload());
} else {
  location.replace(elsewhere);
}
