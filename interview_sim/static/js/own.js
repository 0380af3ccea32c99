// Whose interviews this browser has anything of: the server says which belong to whoever is signed in.

import { post } from "./net.js";
import { canKeep, listRecordings } from "./recordings.js";

const ASKED_AT_ONCE = 100;
const DRAFT = /^interview-sim:draft:([^:]+):/;

function storageKeys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

// Resolves with the interviews by id, each with its `name` and `started_at`; rejects where the server cannot be asked.
export async function findOwn() {
  const recordings = canKeep ? await listRecordings() : [];
  const drafts = storageKeys().map((key) => key.match(DRAFT)?.[1]).filter(Boolean);
  const attempts = [...new Set([...recordings.map(({ attempt }) => attempt), ...drafts])];
  const own = new Map();
  for (let from = 0; from < attempts.length; from += ASKED_AT_ONCE) {
    const { status, body } = await post("/history/names", { attempts: attempts.slice(from, from + ASKED_AT_ONCE).join(" ") });
    if (status !== 200) throw new Error(body.message ?? "The server could not be asked. Try again.");
    for (const found of body.attempts) own.set(found.id, found);
  }
  return own;
}

// Removes the drafts that were never sent.
export function forgetDrafts(attempts) {
  for (const key of storageKeys()) if (attempts.includes(key.match(DRAFT)?.[1])) localStorage.removeItem(key);
}
