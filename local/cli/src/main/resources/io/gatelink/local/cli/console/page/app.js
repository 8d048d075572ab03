// Starts the page: what there is, what changes, and what the address says is to be shown.

import { follow, get } from "./api.js";
import { BalancerView } from "./balancer.js";
import { h, refreshTimes } from "./dom.js";
import { EventView } from "./event.js";
import { ExecutionView } from "./execution.js";
import { balancers, equip, events, executions } from "./lists.js";
import { store } from "./store.js";

const VIEWS = new Map([
  ["load-balancers", [balancers, BalancerView, "Choose a load balancer."]],
  ["executions", [executions, ExecutionView, "Choose an execution to watch its workflow."]],
  ["events", [events, EventView, "Choose an event to see which rules it met."]],
]);
const list = document.getElementById("list");
const detail = document.getElementById("detail");
const main = document.getElementById("main");
const connection = document.getElementById("connection");
const banner = document.getElementById("banner");
const phone = matchMedia("(max-width: 900px)");
let shown = { its: null, key: null, view: null, hash: null };

/** What the address names; null if it names nothing that can be read. */
function decoded(key) {
  try {
    return key ? decodeURIComponent(key) : null;
  } catch {
    return null;
  }
}

function route() {
  const [, kind, key] = location.hash.match(/^#\/([a-z-]+)(?:\/(.+))?$/) ?? [];
  const [its, View, hint] = VIEWS.get(kind) ?? VIEWS.get("load-balancers");
  const chosen = decoded(key);
  if (shown.its !== its) {
    list.replaceChildren(its.element);
    for (const tab of document.querySelectorAll(".tabs a")) {
      tab.toggleAttribute("aria-current", false);
      if (tab.hash === `#/${its.id}`) tab.setAttribute("aria-current", "page");
    }
  }
  its.select(chosen);
  if (chosen) its.last = chosen;
  if (shown.its !== its || shown.key !== chosen) {
    shown.view?.close();
    const view = chosen ? new View(chosen) : null;
    const back = h("a", { class: "back", href: `#/${its.id}` }, `All ${its.title.toLowerCase()}`);
    detail.replaceChildren(back, view ? view.element : h("p", { class: "empty hint", id: "detail-heading", tabindex: "-1" }, hint));
    detail.scrollTop = 0;
    const first = !shown.its;
    shown = { its, key: chosen, view };
    main.classList.toggle("one", Boolean(chosen));
    // On a phone the other pane goes, and what had the focus with it.
    if (!first && phone.matches) {
      scrollTo(0, 0);
      (chosen ? back : its.element.querySelector("h2")).focus();
    }
  }
  shown.hash = location.hash;
  openOne();
  document.title = `${chosen ? `${chosen.replace(/^arn:.*\/(?:net|app)\/([^/]*)\/.*$/, "$1").replace(/^arn:.*:/, "")} · ` : ""}${its.title} · Gatelink`;
}

/** Where there is room beside the list, something is open: what was so before, or what comes first. */
function openOne() {
  const { its, key, hash } = shown;
  if (key || location.hash !== hash) return; // Something is open, or about to be.
  const first = its.last ?? its.firstKey();
  if (first !== null && !phone.matches) location.replace(`#/${its.id}/${encodeURIComponent(first)}`);
}

function counts() {
  const put = (id, number) => (document.getElementById(`count-${id}`).textContent = number || "");
  put("load-balancers", store.balancers.size);
  put("executions", store.counts.executions + (store.moreExecutions ? "+" : ""));
  put("events", store.counts.events);
}

store.addEventListener("change", ({ detail: changes }) => {
  counts();
  shown.its?.paint();
  openOne();
  shown.view?.changed(changes);
});

let live = true;

function connected(yes) {
  tell(yes ? "Live" : "Connection lost: trying again", yes ? "good" : "bad");
  if (yes && !live) shown.view?.ask();
  live = yes;
}

function tell(text, tone) {
  connection.textContent = text;
  connection.className = `connection ${tone}`;
}

function warn(...content) {
  banner.replaceChildren(...content);
  banner.hidden = !content.length;
}

function takes(changes) {
  if (store.run && store.run !== changes.run) {
    stop();
    warn("Gatelink was started anew: what is shown is of the run before. ",
      h("button", { type: "button", onclick: () => location.reload() }, "Reload"));
    tell("Started anew", "bad");
    return;
  }
  store.run = changes.run;
  warn(...changes.problem ? [changes.problem] : []);
  store.apply(changes);
}

let stop = null;

async function start() {
  addEventListener("hashchange", route);
  phone.addEventListener("change", openOne);
  setInterval(refreshTimes, 5000);
  route();
  try {
    const [changes, surroundings] = await Promise.all([get("changes", { since: 0 }), get("surroundings")]);
    store.surroundings = surroundings;
    equip(surroundings);
    document.getElementById("where").textContent = `${surroundings.kind} · ${surroundings.account} · ${surroundings.region}`;
    takes(changes);
    stop = follow(changes.revision, {
      takes,
      connected,
      refused: (message) => {
        warn(message);
        tell("Not let in", "bad");
      },
    });
  } catch (e) {
    tell("No connection", "bad");
    warn(`${e.message} This page tries again in a few seconds.`);
    setTimeout(() => location.reload(), 5000);
  }
}

start();
