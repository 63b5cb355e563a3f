// Passkeys: the page carries the options, this hands them to the browser and posts its answer as an ordinary form.
(() => {
  const able = window.isSecureContext && window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!able || !form.dataset.options) continue;
    const go = form.querySelector("[data-passkey-go]");
    const failed = form.querySelector("[data-passkey-failed]");
    form.querySelector("[data-passkey-none]").hidden = true;
    go.hidden = false;
    let answered = false;
    form.addEventListener("submit", async e => {
      if (answered) return;
      e.preventDefault();
      failed.hidden = true;
      try {
        const options = JSON.parse(form.dataset.options);
        const credential = form.dataset.passkey === "create"
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
        form.elements.Credential.value = JSON.stringify(credential);
        answered = true;
        form.requestSubmit(go);
      } catch {
        failed.hidden = false; // closed by the person, or nothing fitting on this device: they may try again
      }
    });
  }
})();
