(() => {
"use strict";
document.documentElement.classList.add("js");
const ZOOM = 4;
for (const figure of document.querySelectorAll(".compare")) {
  const plate = figure.querySelector(".plate"), [under, over] = plate.querySelectorAll("img");
  const range = figure.querySelector("input"), button = figure.querySelector("button"), lens = figure.querySelector(".lens");
  let x = .5, y = .5;
  range.addEventListener("input", () => { over.style.clipPath = `inset(0 ${100 - range.value}% 0 0)`; });
  const draw = () => {
    [...lens.querySelectorAll("canvas")].forEach((canvas, i) => {
      const image = i ? over : under, c = canvas.getContext("2d");
      const w = canvas.width / ZOOM * image.naturalWidth / plate.clientWidth, h = canvas.height / ZOOM * image.naturalWidth / plate.clientWidth;
      c.imageSmoothingEnabled = false;
      c.clearRect(0, 0, canvas.width, canvas.height);
      c.drawImage(image, x * image.naturalWidth - w / 2, y * image.naturalHeight - h / 2, w, h, 0, 0, canvas.width, canvas.height);
    });
  };
  const move = (nx, ny) => { x = Math.min(1, Math.max(0, nx)); y = Math.min(1, Math.max(0, ny)); if (!lens.hidden) draw(); };
  plate.addEventListener("pointermove", e => { const r = plate.getBoundingClientRect(); move((e.clientX - r.left) / r.width, (e.clientY - r.top) / r.height); });
  plate.addEventListener("keydown", e => {
    const step = {ArrowLeft: [-.02, 0], ArrowRight: [.02, 0], ArrowUp: [0, -.02], ArrowDown: [0, .02]}[e.key];
    if (step) { e.preventDefault(); move(x + step[0], y + step[1]); }
  });
  button.addEventListener("click", () => { lens.hidden = !lens.hidden; button.setAttribute("aria-pressed", String(!lens.hidden)); if (!lens.hidden) draw(); });
}
})();
