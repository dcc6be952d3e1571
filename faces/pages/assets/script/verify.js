// Verifies the entry of this page: RFC 6962 inclusion with SHA-256, and the Ed25519 signature of the checkpoint
// (C2SP tlog-checkpoint and signed-note). Nothing is asked of the server: all of it stands on the page.
const place = document.querySelector("[data-verify]");
const text = (bytes) => btoa(String.fromCharCode(...bytes));
const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const utf8 = (string) => new TextEncoder().encode(string);
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const sha256 = async (content) => new Uint8Array(await crypto.subtle.digest("SHA-256", content));
const leafOf = (entry) => sha256(joined([0], entry));
const nodeOf = (left, right) => sha256(joined([1], left, right));

// RFC 9162, 2.1.3.2.
async function rootOf(leaf, index, size, proof) {
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) throw new Error("the proof is too long");
    if (at % 2 === 1 || at === last) {
      hash = await nodeOf(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else {
      hash = await nodeOf(hash, sibling);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  if (last !== 0) throw new Error("the proof is too short");
  return hash;
}

// A note: text, an empty line, and lines `— name base64(key id, signature)`.
function parsed(note) {
  const cut = note.indexOf("\n\n");
  const body = note.slice(0, cut + 1);
  const signatures = note.slice(cut + 2).split("\n").filter((line) => line.startsWith("\u2014 "));
  const [, size, root] = body.split("\n");
  return { body, signatures, size: Number(size), root };
}

async function signed(note, key) {
  const name = key.split("+")[0];
  const material = bytes(key.slice(key.indexOf("+", name.length + 1) + 1));
  if (material[0] !== 1) return null;
  const line = note.signatures.find((one) => one.split(" ")[1] === name);
  if (!line) return false;
  const signature = bytes(line.split(" ")[2]).slice(4);
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", material.slice(1), "Ed25519", false, ["verify"]);
  } catch {
    return null;
  }
  return crypto.subtle.verify("Ed25519", imported, signature, utf8(note.body));
}

function say(step, holds, value) {
  const line = place.querySelector(`[data-step="${step}"]`);
  const word = holds === null ? place.dataset.unable : holds ? place.dataset.good : place.dataset.bad;
  line.classList.add(holds === null ? "wait" : holds ? "good" : "bad");
  line.querySelector("[data-value]").textContent = `${value} ${word}`.trim();
}

async function verify() {
  const { position, size, proof, key } = place.dataset;
  const entry = utf8(document.querySelector("[data-bytes]").textContent);
  const note = parsed(document.querySelector("[data-checkpoint]").textContent);
  place.querySelector("[data-waiting]").hidden = true;
  place.querySelector("[data-steps]").hidden = false;
  const leaf = await leafOf(entry);
  say("leaf", true, text(leaf));
  const hashes = proof.split(" ").filter(Boolean).map(bytes);
  const root = await rootOf(leaf, Number(position), Number(size), hashes).catch(() => new Uint8Array());
  const holds = note.size === Number(size) && text(root) === note.root;
  say("root", holds, note.root);
  const key_signed = await signed(note, key);
  say("signed", holds ? key_signed : key_signed && false, key.split("+")[0]);
  place.dataset.verified = String(holds && key_signed === true);
}

if (place && globalThis.crypto?.subtle) verify();
