// One event of the bus: which rules it met, and what came of it.

import { get } from "./api.js";
import { ago, badge, code, facts, h } from "./dom.js";

export class EventView {
  constructor(number) {
    this.number = Number(number);
    this.element = h("article", {}, h("p", { class: "empty" }, "Loading"));
    this.ask();
  }

  close() {}

  changed({ events }) {
    if (events.some((row) => row.number === this.number)) this.ask();
  }

  async ask() {
    try {
      this.#paint(await get("event", { number: this.number }));
    } catch (e) {
      this.element.replaceChildren(h("h2", { id: "detail-heading", tabindex: "-1" }, "Event"), h("p", { class: "box bad", role: "alert" }, e.message));
    }
  }

  #paint(data) {
    const verdict = ({ rule, enabled, matches, mismatches }) => h("li", { class: matches ? "good" : "idle" },
      h("p", {}, h("span", { "aria-hidden": "true", class: "sign" }, matches ? "✓" : "○"), h("strong", {}, rule), matches ? " matches." : enabled ? " does not match:" : " is disabled."),
      mismatches.length ? h("ul", { class: "plain" }, mismatches.map((text) => h("li", {}, `it wants ${text}`))) : "");
    const focused = this.element.contains(document.activeElement);
    this.element.replaceChildren(
      h("header", { class: "detail-head" }, h("h2", { id: "detail-heading", tabindex: "-1" }, data.name || data.type), badge(data.state)),
      data.nearest ? h("p", { class: "box" }, data.nearest) : "",
      facts([["Came", ago(data.at)], ["Source", data.source], ["Type", data.type], ["About", data.subject], ["Error in it", data.error]]),
      h("section", { "aria-labelledby": "rules-heading" }, h("h3", { id: "rules-heading" }, "Rules"),
        data.verdicts.length ? h("ul", { class: "verdicts" }, data.verdicts.map(verdict)) : h("p", { class: "empty" }, "There are no rules with a pattern.")),
      data.deliveries.length ? h("section", { "aria-labelledby": "deliveries-heading" }, h("h3", { id: "deliveries-heading" }, "Deliveries"),
        h("ul", { class: "plain" }, data.deliveries.map((one) => h("li", {}, badge(one.state), " ", h("span", { class: "mono" }, one.target.replace(/^arn:[^:]*:([^:]*):[^:]*:[^:]*:/, "$1 ")), one.note ? h("p", {}, one.note) : "")))) : "",
      h("section", { "aria-labelledby": "json-heading" }, h("h3", { id: "json-heading" }, "The event"), code(JSON.stringify(data.event, null, 2), "The event as JSON")));
    if (focused) this.element.querySelector("h2").focus();
  }
}
