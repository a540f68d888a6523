// Only comfort: without this script the waiting page reloads itself, and the server refuses what is too large.
const waiting = document.querySelector("[data-state]");
if (waiting) {
  const look = async () => {
    const answer = await fetch(waiting.dataset.state).catch(() => null);
    if (!answer || !answer.ok) return location.reload();
    const { stage, over } = await answer.json();
    if (over) return location.reload();
    waiting.querySelectorAll(".steps li").forEach((step, place) => {
      step.classList.toggle("steps__done", place < stage);
      if (place === stage) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
    return setTimeout(look, 700);
  };
  setTimeout(look, 400);
}
const field = document.querySelector("input[data-most]");
if (field) {
  field.addEventListener("change", () => {
    const file = field.files[0];
    document.getElementById("berkas-besar").hidden = !file || file.size <= Number(field.dataset.most) * 2 ** 20;
  });
}
