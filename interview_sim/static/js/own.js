// Whose interviews this browser has anything of: the server says which belong to whoever is signed in.

import { post } from "./net.js";
import { canKeep, listRecordings } from "./recordings.js";

const ASKED_AT_ONCE = 100;
const DRAFT = /^interview-sim:draft:([^:]+):/;
const OF_BANK = /^interview-sim:(?:bank|note):([^:]+):/;

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

// Removes what was never sent: the drafts of interviews; of an owner, the answers and notes of the bank, too.
export function forgetUnsent(attempts, owner) {
  for (const key of storageKeys()) {
    const attempt = key.match(DRAFT)?.[1];
    const writer = key.match(OF_BANK)?.[1];
    if (attempts.includes(attempt) || (writer && writer === owner)) localStorage.removeItem(key);
  }
}
