// Requests to the server's own operations.
const FOREIGN = "not the server's own answer";

export class NetworkError extends Error {
  constructor(message) {
    super(message);
    this.name = "NetworkError";
    this.foreign = message === FOREIGN;
  }
}

// Send and resolve to {status, body}; body is the parsed JSON, or null. Rejects with NetworkError only:
// no answer within seconds, no connection, or a page of somebody else (a portal of the Wi-Fi: `foreign`).
// A FormData body goes as it is.
export async function request(method, path, body, options) {
  const given = options || {};
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), (given.seconds || 10) * 1000);
  const headers = { "X-Liangfen": "1", Accept: "application/json" };
  const init = { method, headers, signal: abort.signal, credentials: "same-origin", cache: "no-store" };
  if (body instanceof FormData) init.body = body;
  else if (body !== undefined && body !== null) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  try {
    const response = await fetch(path, init);
    const text = await response.text();
    const answer = { status: response.status, body: parsed(text) };
    // The server answers in JSON whatever happens; a proxy of its own says so with 5xx.
    if (text && answer.body === null && answer.status < 500) throw new NetworkError(FOREIGN);
    return answer;
  } catch (error) {
    throw error instanceof NetworkError ? error : new NetworkError(String(error && error.message));
  } finally {
    clearTimeout(timer);
  }
}

function parsed(text) {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    return null;
  }
}

// The error of an answer as {code, zh, en, params}; null where there is none.
export function errorOf(answer) {
  return (answer && answer.body && answer.body.error) || null;
}
