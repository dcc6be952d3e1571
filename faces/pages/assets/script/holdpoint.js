// What the pages gain by a script: keys, the slider's words, and news. Each works without it.
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const go = (key) => document.querySelector(`[data-go="${CSS.escape(key)}"]`)?.click();

const hop = (key) => document.querySelector(`[data-hop="${CSS.escape(key)}"]`);

let waiting = 0;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    document.querySelectorAll("details.pop[open], details.drawer[open]").forEach((one) => (one.open = false));
    if (typing(event.target)) event.target.blur();
    return;
  }
  if (typing(event.target)) return;
  if (Date.now() - waiting < 1200) {
    waiting = 0;
    go(event.key);
  } else if (event.key === "g") {
    waiting = Date.now();
  } else if (event.key === "?") {
    document.querySelector("[data-keys]")?.click();
  } else if (event.key === "j" || event.key === "k") {
    step(event.key === "j" ? 1 : -1);
  } else if (hop(event.key) && !event.target.closest(".scroll")) {
    event.preventDefault();
    hop(event.key).click();
  } else {
    const field = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select?.();
  }
});

// `j` and `k` go through the rows of a list.
function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, at + by))].focus();
}

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.pop[open], details.drawer[open]").forEach((one) => {
    if (!one.contains(event.target)) one.open = false;
  });
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) {
    const boxes = event.target.closest("form").querySelectorAll('input[name="item"]');
    boxes.forEach((box) => (box.checked = event.target.checked));
  } else if (event.target.matches(".filters select")) {
    event.target.form.requestSubmit();
  }
});

for (const slider of document.querySelectorAll("[data-from]")) {
  const says = slider.form.querySelector("[data-notch]");
  const show = () => {
    const { from, until, zone } = slider.dataset;
    const time = Number(from) + ((until - from) * slider.value) / slider.max;
    const style = { dateStyle: "medium", timeStyle: "short", timeZone: zone };
    says.textContent = new Intl.DateTimeFormat(document.documentElement.lang, style).format(time);
  };
  slider.addEventListener("input", show);
  show();
}

// News: a page that shows now is fetched again when something was recorded, unless somebody is writing on it.
const seen = document.body.dataset.live;
if (seen && "EventSource" in window) {
  let due = 0;
  const source = new EventSource(`/api/v1/entries/stream?from=${seen}`);
  const news = () => {
    clearTimeout(due);
    due = setTimeout(renew, 400);
  };
  source.onmessage = news;
  source.addEventListener("entry", news);
  addEventListener("pagehide", () => source.close());
}

// Whether somebody has typed or chosen something that is not sent yet.
function typed(field) {
  if (field.type === "hidden") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) {
    const first = [...field.options].findIndex((one) => one.defaultSelected);
    return field.selectedIndex !== Math.max(0, first);
  }
  return field.value !== field.defaultValue;
}

async function renew() {
  const page = document.querySelector("[data-page]");
  const busy = (page.contains(document.activeElement) && document.activeElement !== page) || page.querySelector("[data-mover]:not([hidden])");
  const open = page.querySelector("details.pop[open], details.redo[open]") || document.querySelector("details[open].moment");
  if (busy || open || [...page.querySelectorAll("input, textarea, select")].some(typed)) {
    document.querySelector("[data-fresh]").hidden = false;
    return;
  }
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  // What was opened or closed stays so.
  for (const one of page.querySelectorAll("details[id]")) {
    const same = fresh.getElementById(one.id);
    if (same) same.open = one.open;
  }
  for (const part of ["[data-page]", ".ways ul", ".drawer-ways ul"]) {
    const now = fresh.querySelector(part);
    if (now) document.querySelector(part)?.replaceChildren(...now.childNodes);
  }
}

// Files that would not be taken are said before they are sent.
document.addEventListener("change", ({ target }) => {
  if (target.type !== "file") return;
  const files = [...target.files];
  const wrong = files.length > 5 || files.some((file) => file.size > 4 << 20);
  target.setCustomValidity(wrong ? target.dataset.most : "");
  target.reportValidity();
});

// Whoever sets up lives where their browser says.
for (const field of document.querySelectorAll("[data-zone-guess]")) {
  if (field.value === "UTC") field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
