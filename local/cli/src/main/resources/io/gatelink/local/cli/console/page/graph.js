// A workflow as a graph: laid out by dagre, painted as SVG, updated in place.

import { duration, h, now, s, sign, stateName, tone } from "./dom.js";

const HEIGHT = 46;
const QUIET_MILLIS = 8000;
/** Smaller text cannot be read: a wider graph is scrolled instead. */
const SMALLEST = 0.74;
/** Less room than this shows the way that was taken, and what may come next. */
const NARROW = 520;

let library = null;
/** The layout library is fetched once a graph is wanted. */
function dagre() {
  library ??= new Promise((resolve, reject) => {
    const script = h("script", { src: "/_gatelink/console/dagre.js" });
    script.onload = () => resolve(window.dagre);
    script.onerror = () => reject(new Error("The layout of the graph could not be loaded. Reload the page."));
    document.head.append(script);
  });
  return library;
}

const context = document.createElement("canvas").getContext("2d");
function width(text) {
  context.font = "600 13px system-ui, sans-serif";
  return Math.max(128, Math.ceil(context.measureText(text).width) + 46);
}

export class Graph {
  #all = false;
  #over = false;
  #status = "";
  #visits = [];
  #nodes = new Map();
  #drawn = "";
  #narrow = false;
  #selected = null;
  #touched = 0;

  static async of(graph, chosen) {
    return new Graph(await dagre(), graph, chosen);
  }

  constructor(layout, graph, chosen) {
    this.layout = layout;
    this.graph = graph;
    this.chosen = chosen;
    this.svg = s("svg", { role: "group", "aria-label": "States of the workflow" });
    this.element = h("div", { class: "graph", tabindex: "0", role: "region", "aria-label": "Graph of the workflow" }, this.svg);
    new ResizeObserver(() => {
      if (this.#drawn && this.#narrow !== this.#isNarrow()) this.update(this.#visits, this.#status);
      this.#fit();
      this.#show();
    }).observe(this.element);
    for (const kind of ["pointerdown", "wheel", "keydown", "touchmove"]) {
      this.element.addEventListener(kind, () => (this.#touched = performance.now()), { passive: true });
    }
  }

  #isNarrow() {
    return this.element.clientWidth > 0 && this.element.clientWidth < NARROW;
  }

  showAll(shown) {
    this.#all = shown;
  }

  select(state) {
    this.#selected = state;
    for (const [name, node] of this.#nodes) node.group.setAttribute("aria-pressed", String(name === state));
  }

  update(visits, status) {
    this.#visits = visits;
    this.#status = status;
    this.#over = status !== "RUNNING" && status !== "SUCCEEDED";
    this.#narrow = this.#isNarrow();
    const taken = new Set(visits.filter(({ from }) => from).map(({ from, state }) => `${from}\n${state}`));
    const visited = new Set(visits.map(({ state }) => state));
    const { names, edges } = this.#visible(visited, taken);
    const drawing = JSON.stringify([names, edges.map(({ from, to, kind }) => [from, to, kind])]);
    if (drawing !== this.#drawn) {
      this.#draw(names, edges);
      this.#drawn = drawing;
    }
    for (const { edge, path } of this.paths) path.classList.toggle("taken", taken.has(`${edge.from}\n${edge.to}`));
    const latest = new Map(visits.map((visit) => [visit.state, visit]));
    for (const [name, node] of this.#nodes) this.#dress(name, node, latest.get(name), visits);
    this.#show();
  }

  /** What is at work goes on. */
  tick() {
    const latest = new Map(this.#visits.map((visit) => [visit.state, visit]));
    for (const [name, node] of this.#nodes) {
      const visit = latest.get(name);
      if (visit && !visit.exitedAt) node.meta.textContent = this.#meta(visit);
    }
  }

  /**
   * States are left out to which only an error leads, unless one did; and of an execution that ended badly, or where
   * there is little room, all that were not entered: so its way is seen.
   */
  #visible(visited, taken) {
    const latest = this.#visits.at(-1)?.state;
    const shown = this.graph.edges.filter(({ from, to, kind }) => this.#all || taken.has(`${from}\n${to}`)
      || (!this.#over && kind !== "catch" && (!this.#narrow || from === latest)));
    const names = new Set();
    const reach = (name) => {
      if (names.has(name)) return;
      names.add(name);
      shown.filter(({ from }) => from === name).forEach(({ to }) => reach(to));
    };
    reach(this.graph.startAt);
    visited.forEach((name) => reach(name));
    const seen = new Set();
    const edges = shown.filter(({ from, to }) => {
      const key = `${from}\n${to}`;
      return names.has(from) && names.has(to) && !seen.has(key) && seen.add(key);
    });
    return { names: this.graph.states.map(({ name }) => name).filter((name) => names.has(name)), edges };
  }

  #draw(names, edges) {
    const g = new this.layout.graphlib.Graph();
    g.setGraph({ rankdir: "TB", nodesep: 26, ranksep: 30, marginx: 10, marginy: 10 });
    g.setDefaultEdgeLabel(() => ({}));
    for (const name of names) g.setNode(name, { width: width(name), height: HEIGHT });
    for (const { from, to, kind } of edges) g.setEdge(from, to, { weight: kind === "catch" ? 0 : kind === "next" ? 8 : 2 });
    this.layout.layout(g);
    const focused = [...this.#nodes].find(([, node]) => node.group === document.activeElement)?.[0];
    this.#nodes.clear();
    this.paths = edges.map((edge) => ({ edge, path: s("path", { class: `edge ${edge.kind}`, d: line(g.edge(edge.from, edge.to).points), "marker-end": "url(#arrow)" }) }));
    const types = new Map(this.graph.states.map(({ name, type }) => [name, type]));
    const groups = names.map((name) => this.#node(name, types.get(name), g.node(name)));
    const { width: w, height } = g.graph();
    this.size = { w, height };
    this.svg.setAttribute("viewBox", `0 0 ${w} ${height}`);
    this.#fit();
    this.svg.replaceChildren(
      s("defs", {}, s("marker", { id: "arrow", viewBox: "0 0 8 8", refX: "7", refY: "4", markerWidth: "7", markerHeight: "7", orient: "auto-start-reverse" }, s("path", { d: "M0 0.500 8 4 0 7.500z", class: "arrow" }))),
      ...this.paths.map(({ path }) => path), ...groups);
    if (focused) this.#nodes.get(focused)?.group.focus();
  }

  /** As wide as there is room, within what can be read. */
  #fit() {
    if (!this.size) return;
    const { w, height } = this.size;
    this.scale = Math.max(SMALLEST, Math.min(1, (this.element.clientWidth || w) / w));
    this.svg.setAttribute("width", w * this.scale);
    this.svg.setAttribute("height", height * this.scale);
  }

  #node(name, type, { x, y, width: w }) {
    const pick = () => this.chosen(name);
    const meta = s("text", { class: "meta", x: 30, y: 33 });
    const mark = s("text", { class: "mark", x: 15, y: 28 });
    const group = s("g", {
      class: "state", role: "button", tabindex: "0", "aria-pressed": String(name === this.#selected), transform: `translate(${x - w / 2} ${y - HEIGHT / 2})`,
      onclick: pick,
      onkeydown: (key) => {
        if (key.key === "Enter" || key.key === " ") {
          key.preventDefault();
          pick();
        }
      },
    }, s("rect", { width: w, height: HEIGHT, rx: type === "Choice" || type === "Succeed" || type === "Fail" ? HEIGHT / 2 : 9 }), mark,
    s("text", { class: "name", x: 30, y: 19 }, name), meta);
    this.#nodes.set(name, { group, meta, mark, type, x, y });
    return group;
  }

  #dress(name, node, visit, visits) {
    const times = visits.filter(({ state }) => state === name).length;
    node.group.setAttribute("class", `state ${visit ? tone(visit.status) : "unvisited"}`);
    node.mark.textContent = visit ? sign(visit.status) : "";
    node.meta.textContent = visit ? this.#meta(visit, times) : node.type;
    node.group.setAttribute("aria-label", `${name}, ${visit ? stateName(visit.status) : "not entered"}${visit ? `, ${this.#meta(visit, times)}` : ""}`);
  }

  #meta(visit, times = 1) {
    const parts = [duration((visit.exitedAt ? Date.parse(visit.exitedAt) : now()) - Date.parse(visit.enteredAt))];
    if (visit.retries || visit.waits) parts.push(`retry ${visit.waits?.attempt ?? visit.retries}`);
    if (times > 1) parts.push(`${times} times`);
    return parts.join(" · ");
  }

  /** Follows what is at work, unless the reader moves the graph. */
  #show() {
    const failed = this.#over && this.#visits.find(({ status }) => status === "FAILED");
    const node = this.#nodes.get((failed || this.#visits.at(-1))?.state);
    if (!node || performance.now() - this.#touched < QUIET_MILLIS && this.#touched) return;
    const smooth = this.#status === "RUNNING" && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.element.scrollTo({ top: node.y * this.scale - this.element.clientHeight / 2, left: node.x * this.scale - this.element.clientWidth / 2, behavior: smooth ? "smooth" : "auto" });
  }
}

/** A curve through the middles of its corners. */
function line(points) {
  const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  let path = `M${at(points[0])}`;
  for (let i = 1; i < points.length - 1; i++) {
    const middle = { x: (points[i].x + points[i + 1].x) / 2, y: (points[i].y + points[i + 1].y) / 2 };
    path += `Q${at(points[i])} ${at(i === points.length - 2 ? points.at(-1) : middle)}`;
  }
  return points.length > 2 ? path : `${path}L${at(points.at(-1))}`;
}
