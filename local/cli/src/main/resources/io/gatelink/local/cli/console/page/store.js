// All rows that the page knows, by key. Rows are replaced, never changed, so that views see by identity what is new.

import { setNow } from "./dom.js";

class Store extends EventTarget {
  run = null;
  balancers = new Map();
  executions = new Map();
  events = new Map();
  counts = { executions: 0, events: 0 };

  /** Takes a frame of changes in; views hear of it once per painted picture. */
  apply(changes) {
    setNow(changes.now);
    this.counts = { executions: changes.executionCount, events: changes.eventCount };
    for (const row of changes.loadBalancers) {
      if (row.gone) this.balancers.delete(row.arn);
      else this.balancers.set(row.arn, row);
    }
    for (const row of changes.executions) this.executions.set(row.number, row);
    for (const row of changes.events) this.events.set(row.number, row);
    this.#tell(changes);
  }

  /** Takes older rows in, which the server gives page by page. */
  addOlder(kind, rows) {
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
    queueMicrotask(() => setTimeout(() => {
      const detail = this.#pending;
      this.#pending = null;
      this.dispatchEvent(new CustomEvent("change", { detail }));
    }, 0));
  }

  executionByArn(arn) {
    for (const row of this.executions.values()) if (row.arn === arn) return row;
    return null;
  }
}

export const store = new Store();
