// What the page asks Gatelink for, and tells it to do.

const ROOT = "/_gatelink/console/";
const token = document.querySelector('meta[name="gatelink-token"]').content;

/** Something did not work; the message is for people. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
    this.stale = status === 403;
  }
}

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new ApiError("Gatelink does not answer. Is its command still running?", 0);
  }
  let body;
  try {
    body = await response.json();
  } catch {
    throw new ApiError(`Gatelink answered ${response.status}, but not with JSON.`, response.status);
  }
  if (!response.ok) throw new ApiError(body.message ?? `Gatelink answered ${response.status}.`, response.status);
  return body;
}

export const get = (what, parameters = {}) =>
  answer(fetch(`${ROOT}${what}?${new URLSearchParams(parameters)}`, { cache: "no-store" }));

export const act = (action, argument) =>
  answer(fetch(`${ROOT}actions/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Gatelink-Token": token },
    body: JSON.stringify(argument),
  }));

/** Follows what changes: takes(changes) for each frame, connected(true or false) whenever that changes. */
export function follow(since, takes, connected) {
  let revision = since;
  let source;
  const open = () => {
    source = new EventSource(`${ROOT}stream?since=${revision}`);
    source.onopen = () => connected(true);
    source.onmessage = (message) => {
      const changes = JSON.parse(message.data);
      revision = changes.revision;
      takes(changes);
    };
    source.onerror = () => {
      connected(false);
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 2000);
    };
  };
  open();
  return () => source.close();
}
