/* Buttons for passkeys: <button id="…" data-passkey="login|add|authenticate" data-credential="id of the hidden field"
   data-options="id of the server's options" data-passwordless="id of the box">. The ceremony itself is allauth's.
   Buttons stand only where the browser knows passkeys; a passkey that failed is said in words. */
if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
}
for (const button of document.querySelectorAll("button[data-passkey]")) {
  const { passkey, credential, options, passwordless } = button.dataset;
  const begin = window.allauth.webauthn.forms[`${passkey}Form`];
  begin({ ids: { [passkey]: button.id, credential, passwordless, ...(options && { data: options }) } });
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = document.getElementById("passkey-failed");
  if (!words) return;
  words.hidden = false;
  words.focus();
});
