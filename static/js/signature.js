/* A signature can be drawn where script runs: <div data-signature hidden> with a canvas, in a form with the hidden field
   "strokes". What is sent is lists of points in a box of 600 × 200; typing a name works without all this. */
import SignaturePad from "../vendor/signature_pad/signature_pad.js";

const WIDTH = 600, HEIGHT = 200, MOST_POINTS = 5000;
const part = document.querySelector("[data-signature]");
const field = part.closest("form").elements.strokes;
const canvas = part.querySelector("canvas");
part.hidden = false;
const pad = new SignaturePad(canvas, { penColor: "#1d2939", minDistance: 2 });

const inBox = (value, most) => Math.min(most, Math.max(0, Math.round(value * 10) / 10));
const strokes = () => {
  const scale = WIDTH / canvas.offsetWidth;
  const points = (stroke) => stroke.points.map(({ x, y }) => [inBox(x * scale, WIDTH), inBox(y * scale, HEIGHT)]);
  const drawn = pad.toData().map(points);
  const many = drawn.flat().length;
  const every = Math.ceil(many / MOST_POINTS);
  return every > 1 ? drawn.map((stroke) => stroke.filter((_point, at) => at % every === 0)) : drawn;
};
const draw = (kept) => {
  const scale = canvas.offsetWidth / WIDTH;
  pad.fromData(kept.map((stroke) => ({ penColor: "#1d2939", points: stroke.map(([x, y]) => ({ x: x * scale, y: y * scale, pressure: 0.5, time: 0 })) })));
};
const fit = () => {
  const kept = field.value ? JSON.parse(field.value) : [];
  const ratio = Math.max(devicePixelRatio || 1, 1);
  canvas.width = canvas.offsetWidth * ratio;
  canvas.height = canvas.offsetHeight * ratio;
  canvas.getContext("2d").scale(ratio, ratio);
  pad.clear();
  draw(kept);
};

pad.addEventListener("endStroke", () => {
  field.value = JSON.stringify(strokes());
});
part.querySelector("[data-clear]").addEventListener("click", () => {
  pad.clear();
  field.value = "";
});
let width = canvas.offsetWidth;
addEventListener("resize", () => {
  if (canvas.offsetWidth === width) return;
  width = canvas.offsetWidth;
  fit();
});
fit();
