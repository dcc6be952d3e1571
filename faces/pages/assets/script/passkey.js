// Passkeys: made in settings, and answering what is to be signed. What the page is to be told stands on its forms; what
// the browser answers goes into their fields. Nothing else is asked or sent.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function made({ challenge, user, handle, known }) {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(challenge),
      rp: { id: location.hostname, name: "Holdpoint" },
      user: { id: bytes(user), name: handle, displayName: handle },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
      excludeCredentials: known.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: bytes(id) })),
      attestation: "none",
    },
  });
  const { clientDataJSON, getAuthenticatorData } = made.response;
  return { client: text(clientDataJSON), authenticator: text(getAuthenticatorData.call(made.response)) };
}

async function signed({ challenge, known }) {
  const keys = new Map(known.split(" ").filter(Boolean).map((one) => one.split("=")));
  const answer = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(challenge),
      rpId: location.hostname,
      allowCredentials: [...keys.keys()].map((id) => ({ type: "public-key", id: bytes(id) })),
      userVerification: "required",
    },
  });
  const { clientDataJSON, authenticatorData, signature } = answer.response;
  return {
    passkey: keys.get(text(answer.rawId)) ?? "",
    client: text(clientDataJSON),
    authenticator: text(authenticatorData),
    signature: text(signature),
  };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!globalThis.PublicKeyCredential) continue;
  form.querySelector("[data-unable]").hidden = true;
  form.querySelector("[data-able]").hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.dataset.answered) return;
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      const answer = await (form.dataset.passkey === "create" ? made : signed)(form.dataset);
      for (const [name, value] of Object.entries(answer)) form.elements[name].value = value;
      form.dataset.answered = "yes";
      form.requestSubmit(event.submitter);
    } catch (error) {
      failed.querySelector("[data-why]").textContent = error.message;
      failed.hidden = false;
    }
  });
}
