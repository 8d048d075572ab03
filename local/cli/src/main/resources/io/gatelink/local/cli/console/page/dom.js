// Elements, texts and times: what every view needs.

/** An element: h("a", {href, class, onclick, dataset}, ...children). Texts are never read as HTML. */
export function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function s(tag, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** How each state is called, and which colour and sign it has. */
const STATES = {
  PUBLISHED: ["Published", "good"],
  RUNNING: ["Running", "busy"],
  WAITING: ["Waiting", "wait"],
  FAILED: ["Failed", "bad"],
  TIMED_OUT: ["Timed out", "bad"],
  SUCCEEDED: ["Succeeded", "good"],
  ABORTED: ["Stopped", "idle"],
  WITHDRAWN: ["Withdrawn", "idle"],
  NOT_WANTED: ["Not wanted", "idle"],
  REPLACED: ["Replaced", "idle"],
  UNPUBLISHED: ["Not published", "idle"],
  UNMATCHED: ["No rule", "idle"],
  PENDING: ["On its way", "busy"],
  DELIVERED: ["Delivered", "good"],
  RETRYING: ["Retrying", "wait"],
  DEAD_LETTERED: ["Dead letter", "bad"],
  LOST: ["Lost", "bad"],
};
const SIGNS = { good: "✓", busy: "●", wait: "◔", bad: "✕", idle: "○" };

export const stateName = (state) => STATES[state]?.[0] ?? String(state).toLowerCase().replaceAll("_", " ");
export const tone = (state) => STATES[state]?.[1] ?? "idle";
export const sign = (state) => SIGNS[tone(state)];

export function badge(state) {
  return h("span", { class: `badge ${tone(state)}` }, h("span", { "aria-hidden": "true", class: "sign" }, sign(state)), stateName(state));
}

// --- Times -----------------------------------------------------------------------------------------------------------

let ahead = 0;

/** The clock of the AWS that is shown. */
export function setNow(iso) {
  ahead = Date.parse(iso) - Date.now();
}
export const now = () => Date.now() + ahead;

/** 850 ms, 4.2 s, 3 min 05 s, 2 h 10 min. */
export function duration(millis) {
  if (millis < 1000) return `${Math.max(0, Math.round(millis))} ms`;
  if (millis < 60_000) return `${(millis / 1000).toFixed(1)} s`;
  const minutes = Math.floor(millis / 60_000);
  if (minutes < 60) return `${minutes} min ${String(Math.floor(millis / 1000) % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function relative(millis) {
  const seconds = Math.round(Math.abs(millis) / 1000);
  const text = seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${Math.round(seconds / 60)} min`
    : seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
  return millis > 0 ? `in ${text}` : seconds < 3 ? "just now" : `${text} ago`;
}

/** A time as "3 min ago", kept up to date by refreshTimes. */
export function ago(iso) {
  return iso ? h("time", { datetime: iso, title: new Date(iso).toLocaleString() }, relative(Date.parse(iso) - now())) : "–";
}

export function refreshTimes(root = document) {
  for (const element of root.querySelectorAll("time[datetime]")) {
    const text = relative(Date.parse(element.dateTime) - now());
    if (element.textContent !== text) element.textContent = text;
  }
}

export const clock = (iso) => new Date(iso).toLocaleTimeString([], { hour12: false });

// --- Parts -----------------------------------------------------------------------------------------------------------

/** A button that copies a text, and says so. */
export function copyButton(text, what) {
  const button = h("button", { type: "button", class: "quiet", "aria-label": `Copy ${what}` }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed";
    }
    announce(button.textContent);
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
  return button;
}

/** JSON, indented; any other text as it is. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A block of code that can be scrolled by keyboard, too. */
export function code(text, label) {
  return h("pre", { tabindex: "0", role: "region", "aria-label": label }, h("code", {}, text));
}

export function facts(pairs) {
  return h("dl", { class: "facts" }, pairs.filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([name, value]) => h("div", { class: typeof value === "string" && value.length > 34 ? "wide" : null }, h("dt", {}, name), h("dd", {}, value))));
}

/** Runs an action for a button: disabled meanwhile, and what went wrong stands beside it. */
export async function during(button, note, action) {
  const focused = button === document.activeElement;
  button.disabled = true;
  note.className = "note";
  note.textContent = "";
  try {
    const message = await action();
    if (message) note.textContent = message;
  } catch (e) {
    note.className = "note bad";
    note.textContent = e.message;
    if (e.refused) note.append(" ", h("button", { type: "button", onclick: () => location.reload() }, "Reload"));
  } finally {
    button.disabled = false;
    // What is disabled loses the focus.
    if (focused && document.activeElement === document.body) button.focus();
  }
}

export const noteElement = () => h("span", { class: "note", role: "status" });

let announced = 0;
/** Says something to screen readers; at most one sentence a second. */
export function announce(text) {
  clearTimeout(announced);
  announced = setTimeout(() => (document.getElementById("announcer").textContent = text), 600);
}
