// One load balancer: its publication, its API as a picture, calls, tags.

import { act, get } from "./api.js";
import { ago, announce, badge, code, copyButton, during, facts, h, noteElement, pretty, stateName } from "./dom.js";
import { store } from "./store.js";

const PUBLISH = "gatelink:publish";
const REPLACES = "gatelink:replaces";
/** Health changes without telling: it is asked for as often. */
const LOOK_MILLIS = 2000;

export class BalancerView {
  #data = null;
  #asking = false;
  #again = false;
  #said = null;
  #parts = {};

  constructor(arn) {
    this.arn = arn;
    this.element = h("article", {}, h("p", { class: "empty" }, "Loading"));
    this.timer = setInterval(() => document.hidden || this.ask(), LOOK_MILLIS);
    this.ask();
  }

  close() {
    clearInterval(this.timer);
  }

  changed({ loadBalancers, executions }) {
    const mine = loadBalancers.some((row) => row.arn === this.arn)
      || executions.some((row) => row.loadBalancerArn === this.arn || row.subject === this.#data?.name);
    if (mine) this.ask();
  }

  async ask() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    try {
      this.#data = await get("load-balancer", { arn: this.arn });
      this.#paint();
    } catch (e) {
      if (e.status === 404) this.#gone();
      else if (!this.#data) this.element.replaceChildren(h("p", { class: "box bad", role: "alert" }, e.message));
    } finally {
      this.#asking = false;
      if (this.#again) {
        this.#again = false;
        this.ask();
      }
    }
  }

  #gone() {
    clearInterval(this.timer);
    this.#parts = {};
    this.element.replaceChildren(h("h2", { id: "detail-heading", tabindex: "-1" }, "Gone"),
      h("p", { class: "empty" }, "This load balancer is there no more, and nothing is published for it."));
  }

  #paint() {
    const data = this.#data;
    if (!this.#parts.frame) this.#build();
    const parts = this.#parts;
    parts.head.replaceChildren(badge(data.state), data.served && data.state !== "PUBLISHED" ? h("span", { class: "badge good" }, "Callers are served") : "");
    this.#put("reason", data.state === "FAILED" && data.reason ? this.#failure(data) : "");
    this.#put("running", this.#running(data));
    parts.call.hidden = !data.invokeUrl;
    if (data.invokeUrl) {
      this.#text(parts.url, data.invokeUrl);
      this.#text(parts.curl, data.curl);
      parts.token.hidden = !["COGNITO", "CUSTOM"].includes(data.authorization);
    }
    this.#put("picture", picture(data.picture));
    this.#put("facts", facts([
      ["State since", data.since && ago(data.since)], ["Last check", data.checkedAt && ago(data.checkedAt)],
      ["VPC link", data.link && `${data.linkVersion} ${data.link}${data.linkStatus ? `, ${data.linkStatus}` : ""}`],
      ["Authorization", data.authorization], ["REST API", data.item.restApi], ["Stage", data.item.stage],
      ["Base path", data.item.basePathMapping], ["Replaces", data.item.replaces], ["Replaced by", data.replacedBy],
      ["Type", data.type && `${data.type}, ${data.scheme}`], ["VPC", data.vpcId], ["DNS name", data.dnsName], ["ARN", data.arn],
    ]));
    this.#put("tags", this.#tags(data));
    this.#put("executions", data.executions.length
      ? h("ul", { class: "plain" }, data.executions.map((row) => h("li", {},
        h("a", { href: `#/executions/${encodeURIComponent(row.arn)}` }, `${row.workflow}, started `, ago(row.startedAt)), " ", badge(row.status))))
      : h("p", { class: "empty" }, "None yet."));
    const wanted = data.tags?.[PUBLISH] === "true";
    const focused = document.activeElement;
    parts.publish.hidden = wanted || !data.tags;
    parts.withdraw.hidden = !wanted;
    parts.again.hidden = !data.tags || !publishArn();
    if (focused === parts.publish && wanted) parts.withdraw.focus();
    if (focused === parts.withdraw && !wanted) parts.publish.focus();
    this.#others(data);
    if (this.#said && this.#said !== data.state) announce(`${data.name}: ${stateName(data.state)}`);
    this.#said = data.state;
  }

  /** Those whose API it could take over. */
  #others(data) {
    const names = [...store.balancers.values()].filter((row) => row.served && row.arn !== this.arn).map((row) => row.name).sort();
    const { other, replace } = this.#parts;
    replace.hidden = !names.length || !data.tags || data.served;
    if (names.join() !== [...other.options].map(({ value }) => value).join()) {
      const chosen = other.value;
      other.replaceChildren(...names.map((name) => h("option", {}, name)));
      if (names.includes(chosen)) other.value = chosen;
    }
  }

  /** Repaints a part if it has changed, so that focus and selection stay where they are. */
  #put(name, content) {
    const slot = this.#parts[name];
    const fresh = h("div", {}, content);
    if (slot.innerHTML !== fresh.innerHTML && !slot.contains(document.activeElement)) slot.replaceChildren(...fresh.childNodes);
  }

  #text(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  #build() {
    const { name } = this.#data;
    const parts = this.#parts = {};
    for (const part of ["head", "reason", "running", "picture", "facts", "tags", "executions"]) parts[part] = h("div", { class: `part-${part}` });
    const note = noteElement();
    const button = (label, style, action) => {
      const element = h("button", { type: "button", class: style }, label);
      element.addEventListener("click", () => during(element, note, action));
      return element;
    };
    parts.publish = button("Publish", "primary", () => this.#tag({ [PUBLISH]: "true" }, [], "Tagged: the workflow starts by itself."));
    parts.withdraw = button("Withdraw", "", () => this.#tag({}, [PUBLISH], "Tag removed: the workflow starts by itself."));
    parts.again = button("Run the workflow", "", () => this.#start());
    parts.url = h("span", { class: "mono grow" });
    parts.curl = h("code", {});
    parts.token = h("div", { class: "row" }, h("label", { for: "token" }, "Authorization"), h("input", { id: "token", class: "grow", autocomplete: "off", spellcheck: "false" }));
    const path = h("input", { id: "path", class: "grow", value: "/", spellcheck: "false", autocomplete: "off" });
    const callButton = h("button", { type: "submit", class: "primary" }, "Call");
    const callNote = noteElement();
    const answer = h("div", { class: "answer" });
    parts.call = h("section", { "aria-labelledby": "call-heading" }, h("h3", { id: "call-heading" }, "Call it"),
      h("p", { class: "row url" }, parts.url, copyButton(() => parts.url.textContent, "the invoke URL")),
      h("form", {
        onsubmit: (submit) => {
          submit.preventDefault();
          during(callButton, callNote, async () => {
            answer.replaceChildren();
            const result = await act("call", { loadBalancerArn: this.arn, path: path.value, token: parts.token.querySelector("input").value });
            answer.append(...answered(result));
            announce(`HTTP ${result.status} in ${result.tookMillis} ms`);
          });
        },
      }, parts.token, h("div", { class: "row" }, h("label", { for: "path" }, "Path"), path, callButton, callNote)),
      answer,
      h("div", { class: "row command" }, h("pre", { tabindex: "0", role: "region", "aria-label": "The command that calls it" }, parts.curl),
        copyButton(() => parts.curl.textContent, "the command")));
    parts.other = h("select", { id: "other", "aria-label": "Load balancer to replace" });
    const replaceNote = noteElement();
    const replace = h("button", { type: "submit" }, "Replace");
    parts.replace = h("form", {
      class: "row",
      onsubmit: (submit) => {
        submit.preventDefault();
        during(replace, replaceNote, () => this.#tag({ [PUBLISH]: "true", [REPLACES]: parts.other.value }, [], "Tagged: it takes over the API and its URL."));
      },
    }, h("label", { for: "other" }, "Take over the API of"), parts.other, replace, replaceNote);
    parts.frame = [
      h("header", { class: "detail-head" }, h("h2", { id: "detail-heading", tabindex: "-1" }, name), parts.head),
      h("div", { class: "row actions" }, parts.publish, parts.withdraw, parts.again, note),
      parts.replace,
      parts.reason, parts.running, parts.call,
      h("section", { "aria-labelledby": "picture-heading" }, h("h3", { id: "picture-heading" }, "What leads to it"), parts.picture),
      h("section", { "aria-labelledby": "facts-heading" }, h("h3", { id: "facts-heading" }, "Facts"), parts.facts),
      h("section", { "aria-labelledby": "tags-heading" }, h("h3", { id: "tags-heading" }, "Tags"), parts.tags, this.#tagForm()),
      h("section", { "aria-labelledby": "executions-heading" }, h("h3", { id: "executions-heading" }, "Executions"), parts.executions),
    ];
    this.element.replaceChildren(...parts.frame);
  }

  #failure(data) {
    return h("div", { class: "box bad" }, h("strong", {}, data.error ?? "It failed"), h("p", {}, data.reason),
      data.nextTryAt ? h("p", { class: "faint" }, "Tried again ", ago(data.nextTryAt), ", or as soon as its tags change.") : "");
  }

  #running(data) {
    if (!data.holder) return "";
    const row = store.executionByArn(data.holder);
    return h("div", { class: "box busy" }, h("p", {}, row ? ["It is at ", h("strong", {}, row.state || "its start"), row.waits ? `, which waits: ${row.waits.reason}` : "."] : "A workflow is at work."),
      h("a", { href: `#/executions/${encodeURIComponent(data.holder)}` }, "Watch the workflow"));
  }

  #tags(data) {
    if (!data.tags) return h("p", { class: "empty" }, "It was deleted.");
    const tags = Object.entries(data.tags);
    if (!tags.length) return h("p", { class: "empty" }, "None.");
    return h("ul", { class: "tags" }, tags.map(([key, value]) => h("li", {}, h("code", {}, `${key} = ${value}`),
      this.#remove(key))));
  }

  #remove(key) {
    const note = noteElement();
    const button = h("button", { type: "button", class: "quiet", "aria-label": `Remove the tag ${key}` }, "Remove");
    // Parts are compared as HTML, so listeners are on the elements that stay.
    button.addEventListener("click", () => during(button, note, async () => {
      await this.#tag({}, [key]);
      document.getElementById("tags-heading")?.closest("section").querySelector("input")?.focus();
      this.ask();
    }));
    return [button, note];
  }

  #tagForm() {
    const key = h("input", { id: "tag-key", list: "tag-keys", value: REPLACES, spellcheck: "false", autocomplete: "off" });
    const value = h("input", { id: "tag-value", spellcheck: "false", autocomplete: "off" });
    const button = h("button", { type: "submit" }, "Set");
    const note = noteElement();
    return h("form", {
      class: "row",
      onsubmit: (submit) => {
        submit.preventDefault();
        during(button, note, () => this.#tag({ [key.value]: value.value }, [], "Tag set: the workflow starts by itself."));
      },
    }, h("label", { for: "tag-key" }, "Tag"), key, h("label", { for: "tag-value" }, "Value"), value, button, note,
    h("datalist", { id: "tag-keys" }, [PUBLISH, REPLACES, "gatelink:base-path", "gatelink:authorization", "gatelink:smoke-test-path"].map((name) => h("option", { value: name }))));
  }

  async #tag(add, remove, message) {
    await act("tag", { loadBalancerArn: this.arn, add, remove });
    this.ask();
    return message;
  }

  async #start() {
    const { executionArn } = await act("start", { stateMachineArn: publishArn(), input: JSON.stringify({ loadBalancerArn: this.arn }) });
    location.hash = `#/executions/${encodeURIComponent(executionArn)}`;
  }
}

/** The workflow that publishes; none if nothing is deployed. */
const publishArn = () => store.surroundings?.workflows.find(({ name }) => name === "publish")?.arn;

function answered(result) {
  const ok = result.status < 400;
  return [
    h("p", {}, h("span", { class: `badge ${ok ? "good" : "bad"}` }, `HTTP ${result.status}`), ` in ${result.tookMillis} ms, ${result.signed ? `signed with ${result.signer}` : "not signed"}`),
    code(pretty(result.body) || "(no body)", "The body of the answer"),
    result.cut ? h("p", { class: "faint" }, "The body is longer than what is shown.") : "",
    h("details", {}, h("summary", {}, `${result.headers.length} headers`), facts(result.headers.map(({ name, value }) => [name, value]))),
  ];
}

const GOOD = new Set(["OK", "AVAILABLE", "active", "healthy", "PUBLISHED"]);
const BUSY = new Set(["PENDING", "DELETING", "provisioning", "initial", "draining", "INACTIVE"]);
const health = (state) => (GOOD.has(state) ? "good" : BUSY.has(state) ? "wait" : state === "unused" ? "idle" : "bad");

/** The chain from the domain to the targets; what has several successors has them below each other. */
function picture({ nodes, edges }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const followers = (id) => edges.filter(({ from }) => from === id).map(({ to }) => byId.get(to));
  const targets = new Set(edges.map(({ to }) => to));
  const step = (node, leads) => h("span", { class: `node ${health(node.state)}${leads ? " leads" : ""}` },
    h("span", { class: "node-title" }, node.title), h("span", { class: "node-text" }, node.text),
    node.state === "OK" ? (node.note ? h("span", { class: "node-note" }, node.note) : "") : h("span", { class: `node-state ${health(node.state)}` }, node.state.toLowerCase()),
    node.state !== "OK" && node.note && health(node.state) !== "good" ? h("span", { class: "node-note" }, node.note) : "");
  const from = (node) => {
    const next = followers(node.id);
    return h("li", {}, step(node, next.length), next.length ? h("ol", { class: next.length > 1 ? "fan" : "" }, next.map(from)) : "");
  };
  return h("ol", { class: "chain" }, nodes.filter(({ id }) => !targets.has(id)).map(from));
}

