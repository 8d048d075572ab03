// What the page asks Gatelink for, and tells it to do.

const ROOT = "/_gatelink/console/";
const token = document.querySelector('meta[name="gatelink-token"]').content;

/** Something did not work; the message is for people. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
    this.refused = status === 403;
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

/** A page that is not looked at for so long asks for nothing until it is seen again. */
const UNSEEN_MILLIS = 60_000;

/**
 * Follows what changes: takes(changes) for each frame, connected(true or false) whenever that changes, and
 * refused(message) if this page is not let in any more.
 */
export function follow(since, { takes, connected, refused }) {
  let revision = since;
  let source = null;
  let over = false;
  let unseen = 0;
  const open = () => {
    if (over || source && source.readyState !== EventSource.CLOSED) return;
    source = new EventSource(`${ROOT}stream?since=${revision}`);
    source.onopen = () => connected(true);
    source.onmessage = (message) => {
      const changes = JSON.parse(message.data);
      revision = changes.revision;
      takes(changes);
    };
    source.onerror = async () => {
      connected(false);
      if (source.readyState !== EventSource.CLOSED) return;
      // An EventSource does not tell why it was refused.
      const error = await get("surroundings").catch((e) => e);
      if (error.refused) refused(error.message);
      else setTimeout(open, 2000);
    };
  };
  const stop = () => {
    over = true;
    source.close();
  };
  document.addEventListener("visibilitychange", () => {
    clearTimeout(unseen);
    if (document.hidden) unseen = setTimeout(() => source.close(), UNSEEN_MILLIS);
    else open();
  });
  open();
  return stop;
}
