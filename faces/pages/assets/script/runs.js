// The log of a step that runs goes on by itself; and in any log lines are looked for.
const PAUSE = 150;
const log = () => document.querySelector("[data-follow]");

// Lines that are there already get longer, others are added; whoever has scrolled up stays there.
function take(box, fresh) {
  const list = box.querySelector("ol");
  const end = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  for (const line of [...fresh.children]) {
    const same = list.querySelector(`#${line.id}`);
    if (same) same.replaceWith(line);
    else list.append(line);
  }
  if (end) box.scrollTop = box.scrollHeight;
  sift(document.querySelector("[data-sift]")?.value ?? "");
}

async function follow() {
  const box = log();
  if (box && !document.hidden) {
    try {
      const answer = await fetch(box.dataset.follow);
      if (answer.ok && !answer.redirected) {
        const text = await answer.text();
        const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("ol");
        // The page may have been renewed meanwhile.
        if (fresh && box === log()) {
          take(box, fresh);
          if (fresh.dataset.next) box.dataset.follow = fresh.dataset.next;
          else box.removeAttribute("data-follow");
        }
      }
    } catch {
      // The server is away: it is asked again.
    }
  }
  setTimeout(follow, PAUSE);
}

function sift(sought) {
  const words = sought.toLowerCase();
  for (const line of document.querySelectorAll(".log li")) {
    line.hidden = words !== "" && !line.textContent.toLowerCase().includes(words);
  }
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-sift]")) sift(target.value);
});
const box = document.querySelector(".log");
if (box?.dataset.follow && !location.hash.startsWith("#L")) box.scrollTop = box.scrollHeight;
follow();
