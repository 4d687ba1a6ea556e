// Passkeys: a form with data-passkey holds what the browser is asked; its answer goes into a hidden field, and is sent.
"use strict";

const octets = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => (list || []).map((one) => ({ ...one, id: octets(one.id) }));

const asked = (options, makes) => ({
  ...options,
  challenge: octets(options.challenge),
  ...(makes
    ? { user: { ...options.user, id: octets(options.user.id) }, excludeCredentials: named(options.excludeCredentials) }
    : { allowCredentials: named(options.allowCredentials) }),
});

const answered = (credential) => {
  const from = credential.response;
  const response = { clientDataJSON: text(from.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (from[part]) response[part] = text(from[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
};

const offer = (form) => {
  const makes = form.hasAttribute("data-make");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    const field = form.elements[form.dataset.field];
    if (field.value) return;
    event.preventDefault();
    try {
      const publicKey = asked(JSON.parse(form.dataset.passkey), makes);
      const shown = await navigator.credentials[makes ? "create" : "get"]({ publicKey });
      field.value = answered(shown);
      form.requestSubmit();
    } catch {
      form.querySelector("[role=alert]").textContent = form.dataset.failed;
    }
  });
};

if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(offer);
