// Moving what is planned, by pointer and by arrow keys: what is in the way is asked and said before it is let go.
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STEPS = { ArrowLeft: -DAY, ArrowRight: DAY, ArrowUp: -HOUR, ArrowDown: HOUR };
const box = () => document.querySelector("[data-mover]");
const part = (name) => box().querySelector(`[data-${name}]`);
// Times on the clock of the page, as if it were that of UTC: the server knows its zone.
const civil = (text) => Date.parse(`${text}Z`);
const field = (time) => new Date(time).toISOString().slice(0, 16);

// What moves along: the line of a day, or the bar itself.
const body = (entry) => entry.closest("li") ?? entry;

let held = null; // What was pressed, and may become a move.
let moving = null; // The move that is under way.

function begin(entry) {
  const from = civil(entry.dataset.start);
  moving = { entry, from, to: from, answer: null, dropped: false, marked: [] };
  body(entry).classList.add("moved");
}

function aim(to) {
  if (to === moving.to) return;
  stop();
  Object.assign(moving, { to, answer: null, dropped: false });
  box().hidden = false;
  tell({ says: `${field(to).replace("T", " ")} · ${box().dataset.asking}` });
  mark("asked");
  const mine = moving;
  mine.due = setTimeout(() => ask(mine), 140);
}

// What was asked for another time counts no more.
function stop() {
  clearTimeout(moving.due);
  moving.asking?.abort();
}

async function ask(mine) {
  const { entry, to } = mine;
  mine.asking = new AbortController();
  const query = new URLSearchParams(entry.dataset.move);
  query.set("from", field(to));
  query.set("minutes", entry.dataset.minutes);
  query.set("zone", box().elements.zone.value);
  let answer;
  try {
    const asked = await fetch(`/calendar/check?${query}`, { signal: mine.asking.signal, headers: { accept: "application/json" } });
    answer = await asked.json();
  } catch (error) {
    if (error.name === "AbortError") return;
    answer = { clear: false, says: box().dataset.lost, reasons: [] };
  }
  if (moving !== mine || mine.to !== to) return;
  mine.answer = answer;
  tell(answer);
  mark(answer.clear ? "clear" : "taken");
  if (mine.dropped) settle();
}

function tell({ says = "", reasons = [], next_says = "", next = null }) {
  part("says").textContent = says;
  part("next").textContent = next_says ?? "";
  part("drop").hidden = !next;
  const line = (text) => Object.assign(document.createElement("li"), { textContent: text });
  part("reasons").replaceChildren(...reasons.map(line));
}

// The day, or the bar, that it would come to.
function mark(how) {
  unmark();
  box().dataset.how = how;
  const day = field(moving.to).slice(0, 10);
  const bar = moving.entry.closest("svg");
  moving.marked = bar ? [moving.entry] : [...document.querySelectorAll(`td[data-day="${day}"]`)];
  moving.marked.forEach((one) => (one.dataset.drop = how));
  if (bar) moving.entry.setAttribute("transform", `translate(${(moving.to - moving.from) / HOUR} 0)`);
}

function unmark() {
  moving.marked.forEach((one) => delete one.dataset.drop);
}

function leave() {
  if (!moving) return;
  stop();
  unmark();
  const { entry } = moving;
  entry.removeAttribute("transform");
  body(entry).classList.remove("moved");
  body(entry).style.removeProperty("translate");
  box().hidden = true;
  moving = null;
}

function drop() {
  if (moving.to === moving.from) return leave();
  moving.dropped = true;
  if (moving.answer) settle();
}

// What is clear is sent; what is not waits for a choice.
function settle() {
  if (moving.answer.clear) return send(field(moving.to));
  body(moving.entry).style.removeProperty("translate");
  part(moving.answer.next ? "drop" : "leave").focus();
}

function send(from) {
  const form = box();
  const { entry } = moving;
  for (const name of ["release", "place", "booking"]) form.elements[name].value = "";
  for (const [name, value] of new URLSearchParams(entry.dataset.move)) form.elements[name].value = value;
  form.elements.from.value = from;
  form.elements.minutes.value = entry.dataset.minutes;
  form.requestSubmit();
}

document.addEventListener("pointerdown", (event) => {
  const entry = event.button === 0 && event.target.closest?.("[data-move]");
  const day = entry && entry.closest("[data-day]");
  const bar = entry && entry.closest("svg");
  if (!day && !bar) return;
  leave();
  held = { entry, day: day?.dataset.day, bar, x: event.clientX, y: event.clientY };
});

document.addEventListener("pointermove", (event) => {
  if (!held || held.left) return;
  const [x, y] = [event.clientX - held.x, event.clientY - held.y];
  if (!moving) {
    if (Math.hypot(x, y) < 5) return;
    begin(held.entry);
    held.entry.setPointerCapture(event.pointerId);
  }
  if (held.bar) {
    const hours = (x / held.bar.getBoundingClientRect().width) * held.bar.viewBox.baseVal.width;
    aim(moving.from + Math.round(hours) * HOUR);
  } else {
    const own = body(held.entry);
    own.style.translate = `${x}px ${y}px`;
    const below = document.elementsFromPoint(event.clientX, event.clientY).filter((one) => !own.contains(one));
    const over = below.map((one) => one.closest("td[data-day]")).find(Boolean);
    if (over) aim(moving.from + civil(`${over.dataset.day}T00:00`) - civil(`${held.day}T00:00`));
  }
});

document.addEventListener("pointerup", () => {
  // The click that follows would open the page of what was dragged.
  if (held && (moving || held.left)) addEventListener("click", (event) => event.preventDefault(), { capture: true, once: true });
  if (held && moving) drop();
  held = null;
});

document.addEventListener("pointercancel", () => {
  held = null;
  leave();
});

// Links are not dragged as addresses.
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.("[data-move]")) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const entry = event.target.closest?.("[data-move]");
  const step = entry && STEPS[event.key];
  if (step) {
    if (moving?.entry !== entry) leave();
    if (!moving) begin(entry);
    aim(moving.to + step);
  } else if (moving && event.key === "Escape") {
    const back = moving.entry;
    leave();
    if (held) held.left = true;
    back.focus();
  } else if (moving && entry === moving.entry && event.key === "Enter") {
    drop();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

document.addEventListener("click", (event) => {
  // What is being moved is marked in the same way as the button is, and the click that ends a drag may hit it.
  if (!moving || !box().contains(event.target)) return;
  if (event.target.closest("[data-drop]")) send(moving.answer.next);
  else if (event.target.closest("[data-leave]")) leave();
});
