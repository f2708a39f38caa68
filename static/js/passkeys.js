/* Buttons for passkeys stand only where the browser knows passkeys; a passkey that failed is said in words. */
if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = document.getElementById("passkey-failed");
  if (!words) return;
  words.hidden = false;
  words.focus();
});
