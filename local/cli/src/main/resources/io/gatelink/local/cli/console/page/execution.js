// One execution: its workflow as a graph that lives, and what went in and out of each state.

import { act, get } from "./api.js";
import { ago, announce, badge, clock, code, duration, during, facts, h, noteElement, now, pretty, stateName } from "./dom.js";
import { Graph } from "./graph.js";

export class ExecutionView {
  #data = null;
  #graph = null;
  #selected = null;
  #asking = false;
  #again = false;
  #shownVisit = "";

  constructor(arn) {
    this.arn = arn;
    this.element = h("article", {}, h("p", { class: "empty" }, "Loading"));
    this.timer = setInterval(() => this.#tick(), 250);
    this.ask();
  }

  close() {
    clearInterval(this.timer);
  }

  changed({ executions }) {
    if (executions.some((row) => row.arn === this.arn)) this.ask();
  }

  async ask() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    try {
      const data = await get("execution", { arn: this.arn, graph: !this.#graph });
      this.#data = data;
      if (!this.#graph) await this.#build(data);
      this.#paint();
    } catch (e) {
      if (!this.#data || e.status === 404) this.element.replaceChildren(h("h2", { id: "detail-heading", tabindex: "-1" }, "Execution"), h("p", { class: "box bad", role: "alert" }, e.message));
    } finally {
      this.#asking = false;
      if (this.#again) {
        this.#again = false;
        this.ask();
      }
    }
  }

  async #build(data) {
    this.#graph = await Graph.of(data.graph, (state) => this.#select(state));
    this.badges = h("div", {});
    this.note = noteElement();
    this.stop = h("button", { type: "button" }, "Stop");
    this.stop.addEventListener("click", () => during(this.stop, this.note, async () => (await act("stop", { executionArn: this.arn })).message));
    this.summary = h("div", {});
    this.inspector = h("div", { class: "inspector", tabindex: "-1" }, h("p", { class: "empty" }, "Choose a state to see what went in and out."));
    const all = h("input", { type: "checkbox", id: "all-states" });
    all.addEventListener("change", () => {
      this.#graph.showAll(all.checked);
      this.#paint();
    });
    this.rows = h("tbody", {});
    this.element.replaceChildren(
      h("header", { class: "detail-head" }, h("h2", { id: "detail-heading", tabindex: "-1" }, `${data.workflow} ${data.subject}`), this.badges),
      h("div", { class: "row actions" }, this.stop,
        data.loadBalancerArn ? h("a", { href: `#/load-balancers/${encodeURIComponent(data.loadBalancerArn)}` }, "Its load balancer") : "", this.note),
      this.summary,
      h("div", { class: "workflow" },
        h("section", { "aria-labelledby": "graph-heading" },
          h("div", { class: "row" }, h("h3", { id: "graph-heading", class: "grow" }, "Workflow"), all, h("label", { for: "all-states" }, "All states and errors")),
          this.#graph.element),
        h("section", { "aria-labelledby": "state-heading" }, h("h3", { id: "state-heading" }, "State"), this.inspector)),
      h("section", { "aria-labelledby": "visits-heading" }, h("h3", { id: "visits-heading" }, "In order"),
        h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of the visits" },
          h("table", {}, h("thead", {}, h("tr", {}, ["State", "How", "Entered", "Took", "Retries"].map((name) => h("th", { scope: "col" }, name)))), this.rows))),
      h("section", { "aria-labelledby": "io-heading" }, h("h3", { id: "io-heading" }, "Input and output"),
        facts([["Name", data.name]]), code(pretty(data.input), "The input of the execution"), this.output = h("div", {})));
  }

  #paint() {
    const data = this.#data;
    const status = data.status === "RUNNING" && data.waits ? "WAITING" : data.status;
    this.badges.replaceChildren(badge(status));
    this.stop.hidden = data.status !== "RUNNING";
    this.summary.replaceChildren(
      data.reason ? h("div", { class: "box bad" }, h("strong", {}, data.error ?? ""), h("p", {}, data.reason)) : "",
      facts([["Started", ago(data.startedAt)], ["Took", h("span", { id: "took" }, this.#took(data.startedAt, data.stoppedAt))],
        ["Outcome", data.outcome], ["Retries", String(data.retries)]]));
    this.#graph.update(data.visits, data.status);
    const latest = data.visits.at(-1);
    if (latest && latest.state !== this.#said) {
      this.#said = latest.state;
      announce(`${latest.state}: ${stateName(latest.status)}`);
    }
    if (this.#follows) this.#choose(this.#interesting()?.id, true);
    else if (!this.#selected) this.#select(this.#awaited);
    this.#table();
    this.output.replaceChildren(...(data.output ? [code(pretty(data.output), "The output of the execution")] : []));
    this.#inspect();
  }

  #said = null;
  #follows = true;
  #awaited = null;

  /** Without a choice of the user, the state at work is shown; at the end, what failed or came last. */
  #interesting() {
    const { visits, status } = this.#data;
    return (status === "FAILED" && visits.find((visit) => visit.status === "FAILED")) || visits.at(-1);
  }

  #select(state) {
    const visit = this.#data.visits.findLast((one) => one.state === state);
    this.#follows = false;
    if (visit) this.#choose(visit.id, false);
    else {
      this.inspector.replaceChildren(h("p", {}, h("strong", {}, state)),
        h("p", { class: "empty" }, this.#data.status === "RUNNING" ? "It was not entered yet." : "It was not entered."));
      this.#graph.select(state);
      this.#selected = null;
      this.#awaited = state;
      this.#shownVisit = "";
      this.#table();
    }
  }

  #choose(id, follows) {
    this.#follows = follows;
    if (id === undefined || id === this.#selected) return;
    this.#selected = id;
    this.#graph.select(this.#data.visits.find((visit) => visit.id === id)?.state);
    this.#table();
    this.#inspect();
  }

  #table() {
    const visits = this.#data.visits;
    while (this.rows.children.length > visits.length) this.rows.lastChild.remove();
    visits.forEach((visit, i) => {
      const signature = JSON.stringify([visit, visit.id === this.#selected]);
      const known = this.rows.children[i];
      if (known?.signature === signature) return;
      const focused = known?.contains(document.activeElement);
      const button = h("button", { type: "button", class: "link", "aria-pressed": String(visit.id === this.#selected), onclick: () => this.#choose(visit.id, false) }, visit.state);
      const row = h("tr", {}, h("td", {}, button), h("td", {}, badge(visit.status)), h("td", {}, clock(visit.enteredAt)),
        h("td", { class: "took" }, this.#took(visit.enteredAt, visit.exitedAt)), h("td", {}, visit.retries || ""));
      row.signature = signature;
      if (known) known.replaceWith(row);
      else this.rows.append(row);
      if (focused) button.focus();
    });
  }

  async #inspect() {
    const visit = this.#data.visits.find((one) => one.id === this.#selected);
    const signature = visit && JSON.stringify(visit);
    if (!visit || signature === this.#shownVisit) return;
    this.#shownVisit = signature;
    let detail;
    try {
      detail = await get("visit", { arn: this.arn, id: visit.id });
    } catch (e) {
      this.#shownVisit = "";
      this.inspector.replaceChildren(h("p", { class: "box bad", role: "alert" }, e.message));
      return;
    }
    if (signature !== this.#shownVisit) return;
    const focused = this.inspector.contains(document.activeElement);
    const open = this.inspector.querySelector("details")?.open;
    this.inspector.replaceChildren(...[
      h("p", { class: "row" }, h("strong", {}, visit.state), badge(visit.status)),
      visit.waits ? h("div", { class: "box wait" }, h("p", {}, visit.waits.reason), h("p", { class: "faint" }, `Retry ${visit.waits.attempt} `, ago(visit.waits.until), ".")) : "",
      visit.reason && !visit.waits && visit.reason !== this.#data.reason ? h("div", { class: visit.status === "FAILED" ? "box bad" : "box" }, h("p", {}, visit.reason)) : "",
      facts([["Entered", clock(visit.enteredAt)], ["Took", this.visitTook = h("span", {}, this.#took(visit.enteredAt, visit.exitedAt))],
        ["Retries", String(visit.waits?.attempt ?? visit.retries)]]),
      detail.attempts.length ? h("details", { open }, h("summary", {}, detail.attempts.length === 1 ? "1 failed attempt" : `${detail.attempts.length} failed attempts`),
        h("ol", { class: "plain" }, detail.attempts.map((one) => h("li", {}, `${clock(one.at)} ${one.reason}`)))) : "",
      detail.input ? [h("h4", {}, "Input"), code(pretty(detail.input), `The input of ${visit.state}`)] : "",
      detail.output ? [h("h4", {}, "Output"), code(pretty(detail.output), `The output of ${visit.state}`)] : "",
    ].flat());
    if (focused) this.inspector.focus();
  }

  #took(from, to) {
    return duration((to ? Date.parse(to) : now()) - Date.parse(from));
  }

  /** Times of what is at work go on. */
  #tick() {
    const data = this.#data;
    if (!data || data.status !== "RUNNING" || !this.#graph) return;
    const took = this.element.querySelector("#took");
    if (took) took.textContent = this.#took(data.startedAt, null);
    data.visits.forEach((visit, i) => {
      const cell = visit.exitedAt ? null : this.rows.children[i]?.querySelector(".took");
      if (!cell) return;
      cell.textContent = this.#took(visit.enteredAt, null);
      if (visit.id === this.#selected && this.visitTook) this.visitTook.textContent = cell.textContent;
    });
    this.#graph.tick();
  }
}
