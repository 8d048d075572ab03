// All rows that the page knows, by key. Rows are replaced, never changed, so that views see by identity what is new.

import { setNow } from "./dom.js";

/** The server keeps as many events; they are numbered from 1. */
export const MOST_EVENTS = 5000;

class Store extends EventTarget {
  run = null;
  surroundings = null;
  balancers = new Map();
  executions = new Map();
  events = new Map();
  counts = { executions: 0, events: 0 };
  /** Whether there are more executions than are counted. */
  moreExecutions = false;
  #executionsFrom = null;

  /** Takes a frame of changes in; views hear of frames that come together once. */
  apply(changes) {
    setNow(changes.now);
    this.counts = { executions: changes.executionCount, events: changes.eventCount };
    this.moreExecutions = Boolean(changes.olderExecutions);
    this.#executionsFrom ??= changes.executionsFrom;
    for (const row of changes.loadBalancers) {
      if (row.gone) this.balancers.delete(row.arn);
      else this.balancers.set(row.arn, row);
    }
    for (const row of changes.executions) this.executions.set(row.number, row);
    for (const row of changes.events) this.events.set(row.number, row);
    for (const number of this.events.keys()) if (number <= changes.eventCount - MOST_EVENTS) this.events.delete(number);
    this.#tell(changes);
  }

  /** All rows from this number on are known. */
  from(kind) {
    return kind === "executions" ? this.#executionsFrom : Math.min(...this.events.keys());
  }

  /** Takes older rows in, which the server gives page by page. */
  addOlder(kind, rows) {
    if (kind === "executions") this.#executionsFrom = Math.min(this.#executionsFrom, ...rows.map(({ number }) => number));
    for (const row of rows) if (!this[kind].has(row.number)) this[kind].set(row.number, row);
    this.#tell({ loadBalancers: [], executions: [], events: [] });
  }

  #pending = null;
  #tell(changes) {
    if (this.#pending) {
      for (const kind of ["loadBalancers", "executions", "events"]) this.#pending[kind].push(...changes[kind]);
      return;
    }
    this.#pending = { loadBalancers: [...changes.loadBalancers], executions: [...changes.executions], events: [...changes.events] };
    setTimeout(() => {
      const detail = this.#pending;
      this.#pending = null;
      this.dispatchEvent(new CustomEvent("change", { detail }));
    }, 0);
  }

  executionByArn(arn) {
    for (const row of this.executions.values()) if (row.arn === arn) return row;
    return null;
  }
}

export const store = new Store();
