// The three lists on the left: filtered, paged, and repainted row by row.

import { act, get } from "./api.js";
import { ago, badge, clock, during, h, noteElement } from "./dom.js";
import { MOST_EVENTS, store } from "./store.js";

const PAGE = 50;

/** A list of rows, each a link to its details. */
class List {
  page = 0;
  filter = "";
  selected = null;
  last = null;
  #items = new Map();

  constructor({ id, title, empty, rows, key, line, older }) {
    Object.assign(this, { id, title, empty, rows, key, line, older });
    this.search = h("input", { type: "search", id: `${id}-filter`, autocomplete: "off", placeholder: "Filter", "aria-label": `Filter ${title.toLowerCase()}` });
    this.search.addEventListener("input", () => {
      this.filter = this.search.value.trim().toLowerCase();
      this.page = 0;
      this.paint();
    });
    this.list = h("ul", { class: "rows", "aria-labelledby": "list-heading" });
    this.none = h("p", { class: "empty" });
    this.shown = h("span", { role: "status" });
    this.newer = h("button", { type: "button", class: "quiet", onclick: () => this.#turn(-1) }, "Previous");
    this.next = h("button", { type: "button", class: "quiet", onclick: () => this.#turn(1) }, "Next");
    this.pager = h("div", { class: "pager" }, this.shown, this.newer, this.next);
    this.top = h("div", { class: "list-top" },
      h("div", { class: "list-head" }, h("h2", { id: "list-heading", tabindex: "-1" }, title), this.search));
    this.element = h("div", {}, this.top, this.list, this.none, this.pager);
  }

  #turning = false;

  async #turn(by) {
    if (this.#turning) return;
    this.#turning = true;
    try {
      const last = Math.ceil(this.visible.length / PAGE) - 1;
      if (by > 0 && this.page >= last && this.older) await this.older();
    } catch (e) {
      this.shown.textContent = e.message;
      return;
    } finally {
      this.#turning = false;
    }
    this.page = Math.max(0, this.page + by);
    this.paint();
    this.list.scrollIntoView({ block: "nearest" });
  }

  get visible() {
    const rows = this.rows();
    return this.filter ? rows.filter((row) => this.text(row).includes(this.filter)) : rows;
  }

  /** The key of what comes first; null if there is nothing. */
  firstKey() {
    const [first] = this.visible;
    return first ? this.key(first) : null;
  }

  text(row) {
    row.searched ??= Object.values(row).filter((value) => typeof value === "string").join(" ").toLowerCase();
    return row.searched;
  }

  paint() {
    const rows = this.visible;
    this.page = Math.min(this.page, Math.max(0, Math.ceil(rows.length / PAGE) - 1));
    const from = this.page * PAGE;
    const shown = rows.slice(from, from + PAGE);
    const keys = new Set(shown.map(this.key));
    for (const [key, item] of this.#items) {
      if (!keys.has(key)) {
        item.element.remove();
        this.#items.delete(key);
      }
    }
    let before = null;
    for (const row of shown) {
      const element = this.#item(row);
      const place = before ? before.nextSibling : this.list.firstChild;
      if (place !== element) this.list.insertBefore(element, place);
      before = element;
    }
    const known = this.rows().length;
    const older = (this.total?.() ?? 0) > known;
    this.none.textContent = rows.length ? "" : !this.filter ? this.empty
      : older ? `Nothing matches the filter among the newest ${known}.` : "Nothing matches the filter.";
    const total = Math.max(rows.length, this.filter ? 0 : this.total?.() ?? 0);
    this.pager.hidden = total <= PAGE;
    this.shown.textContent = `${from + 1}–${from + shown.length} of ${this.filter ? total : this.totalText?.() ?? total}`;
    this.newer.disabled = this.page === 0;
    this.next.disabled = from + shown.length >= total;
  }

  #item(row) {
    const key = this.key(row);
    const current = String(key) === String(this.selected);
    const known = this.#items.get(key);
    if (known?.row === row && known.current === current) return known.element;
    // The link stays, so that a click or the focus on it is not lost.
    const element = known?.element ?? h("li", {}, h("a", { href: `#/${this.id}/${encodeURIComponent(key)}` }));
    const link = element.firstChild;
    link.replaceChildren(...this.line(row));
    if (current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    this.#items.set(key, { row, element, current });
    return element;
  }

  select(key) {
    this.selected = key;
    this.paint();
  }
}

/** Where an execution is, and what it waits for. */
const atWork = ({ state, waits }) => [state, waits?.reason].filter(Boolean).join(": ");

const two = (title, state, ...lines) => [
  h("span", { class: "row-head" }, h("span", { class: "row-title" }, title), badge(state)),
  ...lines.filter(Boolean).map((line) => h("span", { class: "row-line" }, line)),
];

const byName = new Intl.Collator().compare;
const ORDER = { RUNNING: 0, FAILED: 1, PUBLISHED: 2 };

export const balancers = new List({
  id: "load-balancers",
  title: "Load balancers",
  empty: "There is no load balancer yet. Create one with the aws command, or deliver a sample event on the page of the event bus.",
  rows: () => [...store.balancers.values()].sort((a, b) =>
    (ORDER[a.state] ?? 3) - (ORDER[b.state] ?? 3) || byName(a.name, b.name)),
  key: (row) => row.arn,
  line: (row) => {
    const running = row.holder && store.executionByArn(row.holder);
    const link = row.link && `VPC link ${row.linkVersion}${row.linkStatus ? ` ${row.linkStatus.toLowerCase()}` : ""}`;
    return two(row.name, row.state,
      running ? atWork(running)
        : row.state === "FAILED" ? row.reason : row.invokeUrl && h("span", { class: "mono" }, row.invokeUrl.replace(/^http:\/\/127[^/]*/, "")),
      h("span", { class: "faint" }, link || row.balancerState,
        row.checkedAt ? [" · checked ", ago(row.checkedAt)] : row.since ? [" · since ", ago(row.since)] : ""));
  },
});

export const executions = new List({
  id: "executions",
  title: "Executions",
  empty: "No workflow has run yet.",
  rows: () => [...store.executions.values()].sort((a, b) =>
    (b.status === "RUNNING") - (a.status === "RUNNING") || b.number - a.number),
  key: (row) => row.arn,
  older: () => more("executions"),
  line: (row) => two(row.subject, row.status === "RUNNING" && row.waits ? "WAITING" : row.status,
    row.status === "RUNNING" ? atWork(row) : row.reason ?? (row.outcome && `Outcome ${row.outcome}`),
    h("span", { class: "faint" }, row.workflow, " · started ", ago(row.startedAt), row.retries ? ` · ${row.retries} ${row.retries === 1 ? "retry" : "retries"}` : "")),
});
executions.total = () => store.counts.executions + (store.moreExecutions ? 1 : 0);
executions.totalText = () => `${store.counts.executions}${store.moreExecutions ? "+" : ""}`;

export const events = new List({
  id: "events",
  title: "Event bus",
  empty: "No event has come yet.",
  rows: () => [...store.events.values()].sort((a, b) => b.number - a.number),
  key: (row) => row.number,
  older: () => more("events"),
  line: (row) => two(row.name || row.type, row.state,
    row.rules.length ? `matched ${row.rules.join(", ")}` : "",
    h("span", { class: "faint" }, [row.subject, row.source, row.error].filter(Boolean).join(" · "), ` · ${clock(row.at)}`)),
});
events.total = () => Math.min(store.counts.events, MOST_EVENTS);

async function more(kind) {
  if (!store[kind].size) return;
  const { rows } = await get("older", { kind, before: store.from(kind) });
  store.addOlder(kind, rows);
}

/** The forms above the lists, once it is known what there is to choose from. */
export function equip(surroundings) {
  if (surroundings.noEvents) {
    events.empty = surroundings.noEvents;
    balancers.empty = "There is no network or application load balancer in this Region.";
  } else {
    samplesForm(surroundings);
  }
  if (surroundings.workflows.length) workflowForm(surroundings);
}

function samplesForm(surroundings) {
  const samples = h("select", { id: "sample" }, surroundings.samples.map((name) => h("option", {}, name)));
  samples.value = surroundings.samples.includes("nlb-created.json") ? "nlb-created.json" : samples.value;
  const deliver = h("button", { type: "submit" }, "Deliver");
  const note = noteElement();
  events.top.append(h("form", {
    class: "tools",
    onsubmit: (submit) => {
      submit.preventDefault();
      during(deliver, note, async () => (await act("deliver", { file: samples.value })).message);
    },
  }, h("span", { class: "pair" }, h("label", { for: "sample" }, "Sample"), samples, deliver), note));
}

function workflowForm(surroundings) {
  const workflow = h("select", { id: "workflow" }, surroundings.workflows.map(({ arn, name }) => h("option", { value: arn }, name)));
  const input = h("input", { id: "input", "aria-label": "Input", spellcheck: "false", autocomplete: "off" });
  const start = h("button", { type: "submit" }, "Start");
  const startNote = noteElement();
  const suggest = () => {
    input.value = workflow.selectedOptions[0].textContent === "publish" ? '{"loadBalancerName":"orders"}' : "{}";
  };
  workflow.addEventListener("change", suggest);
  workflow.value = surroundings.workflows.find(({ name }) => name === "publish")?.arn ?? workflow.value;
  suggest();
  executions.top.append(h("form", {
    class: "tools",
    onsubmit: (submit) => {
      submit.preventDefault();
      during(start, startNote, async () => {
        const { executionArn } = await act("start", { stateMachineArn: workflow.value, input: input.value });
        location.hash = `#/executions/${encodeURIComponent(executionArn)}`;
      });
    },
  }, h("span", { class: "pair" }, h("label", { for: "workflow" }, "Workflow"), workflow),
  h("span", { class: "pair" }, input, start), startNote));
}
