// One way to talk to the server: form-encoded, JSON back, with the CSRF token of the page or a fresh one.

const TIMEOUT = 8000;

let token = document.querySelector("input[name=csrf_token]")?.value ?? "";

export class Offline extends Error {}

async function send(url, init) {
  const abort = AbortSignal.timeout(TIMEOUT);
  try {
    return await fetch(url, { credentials: "same-origin", redirect: "error", signal: abort, ...init });
  } catch {
    throw new Offline();
  }
}

async function read(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}

export async function getJson(url) {
  const response = await send(url, { headers: { Accept: "application/json" } });
  return { status: response.status, body: await read(response) };
}

// A page may stay open for days: where its token has died, get the session's present one.
export async function refreshToken() {
  const { status, body } = await getJson("/auth/csrf");
  if (status === 200 && body.csrf_token) useToken(body.csrf_token);
  return body;
}

export function useToken(fresh) {
  token = fresh;
  for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = fresh;
}

export async function post(url, fields, { keepalive = false, retried = false } = {}) {
  const response = await send(url, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token },
    body: new URLSearchParams(fields),
    keepalive,
  });
  const body = await read(response);
  if (response.status === 400 && body.error === "csrf" && !retried) {
    await refreshToken();
    return post(url, fields, { keepalive, retried: true });
  }
  return { status: response.status, body };
}
