// Says on the page that a security key did not answer; allauth only tells the console.
document.addEventListener("allauth.error", () => {
  document.getElementById("kunci-galat").hidden = false;
});
