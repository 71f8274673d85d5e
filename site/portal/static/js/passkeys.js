// Passkeys: asks the browser for a key and puts the answer into the form. A form that wants one says so:
// <form data-passkey="create|get" data-options="id of the JSON" or data-options-from="address">.
"use strict";

const REFUSED = "That did not work, or you stopped it. Nothing was changed. Try again, or use another way.";
const UNKNOWN = "This browser cannot use passkeys. Use your app or a recovery code.";

const toBytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

const toText = (bytes) => {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

const withBytes = (keys = []) => keys.map((key) => ({ ...key, id: toBytes(key.id) }));

async function create(options, passwordless) {
  const wanted = { ...options.publicKey };
  wanted.challenge = toBytes(wanted.challenge);
  wanted.user = { ...wanted.user, id: toBytes(wanted.user.id) };
  wanted.excludeCredentials = withBytes(wanted.excludeCredentials);
  if (passwordless) {
    wanted.authenticatorSelection = {
      ...wanted.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
  }
  const key = await navigator.credentials.create({ publicKey: wanted });
  return answer(key, {
    attestationObject: toText(key.response.attestationObject),
    transports: key.response.getTransports?.() ?? [],
  });
}

async function get(options) {
  const wanted = { ...options.publicKey };
  wanted.challenge = toBytes(wanted.challenge);
  wanted.allowCredentials = withBytes(wanted.allowCredentials);
  const key = await navigator.credentials.get({ publicKey: wanted });
  const { authenticatorData, signature, userHandle } = key.response;
  return answer(key, {
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
}

function answer(key, response) {
  return {
    type: key.type,
    id: key.id,
    rawId: toText(key.rawId),
    authenticatorAttachment: key.authenticatorAttachment,
    clientExtensionResults: key.getClientExtensionResults(),
    response: { clientDataJSON: toText(key.response.clientDataJSON), ...response },
  };
}

async function optionsFor(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const reply = await fetch(form.dataset.optionsFrom, {
    headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
  });
  if (!reply.ok) throw new Error("no options");
  return (await reply.json()).request_options;
}

function say(form, words) {
  let place = form.querySelector("[role=alert]");
  if (!place) {
    place = document.createElement("p");
    place.className = "govuk-error-message";
    place.setAttribute("role", "alert");
    form.prepend(place);
  }
  place.textContent = words;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (!window.PublicKeyCredential) return say(form, UNKNOWN);
    try {
      const options = await optionsFor(form);
      const made = form.dataset.passkey === "create"
        ? await create(options, form.elements.passwordless?.checked)
        : await get(options);
      form.elements.credential.value = JSON.stringify(made);
      form.submit();
    } catch {
      say(form, REFUSED);
    }
  });
}
