// The recordings that this browser keeps, in IndexedDB: what is known of each, and its sound in pieces of a second.

const KNOWN = "known";
const PIECES = "pieces";

export const canKeep = Boolean(window.indexedDB);

// The recording was deleted, or replaced by another one, in another window.
export class Replaced extends Error {}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("interview-sim", 2);
    request.onupgradeneeded = () => upgrade(request.result, request.transaction);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function upgrade(database, transaction) {
  const known = database.createObjectStore(KNOWN);
  const pieces = database.createObjectStore(PIECES);
  if (!database.objectStoreNames.contains("recordings")) return;
  // Version 1 kept each recording whole, under `attempt/prompt`.
  transaction.objectStore("recordings").openCursor().onsuccess = (event) => {
    const cursor = event.target.result;
    if (!cursor) {
      database.deleteObjectStore("recordings");
      return;
    }
    const { key, value } = cursor;
    const [attempt, number] = key.split("/");
    const prompt = Number(number);
    known.put({ attempt, prompt, begunAt: null, seconds: null, size: value.size, type: value.type }, [attempt, prompt]);
    pieces.put(value, [attempt, prompt, 0]);
    cursor.continue();
  };
}

// Resolves with what `act` returned once it is all stored.
async function transact(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction([KNOWN, PIECES], mode);
      const result = act(transaction.objectStore(KNOWN), transaction.objectStore(PIECES), transaction);
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(transaction.error ?? new Replaced());
    });
  } finally {
    database.close();
  }
}

// Every key that begins with these parts: an array is greater than whatever else a part may be.
const below = (...parts) => IDBKeyRange.bound(parts, [...parts, []]);

export async function findRecording(attempt, prompt) {
  const key = [attempt, Number(prompt)];
  const [known, pieces] = await transact("readonly", (known, pieces) => [known.get(key), pieces.getAll(below(...key))]);
  return known.result && { ...known.result, sound: new Blob(pieces.result, { type: known.result.type }) };
}

export async function listRecordings() {
  return (await transact("readonly", (known) => known.getAll())).result;
}

export function deleteRecording(attempt, prompt) {
  const key = [attempt, Number(prompt)];
  return transact("readwrite", (known, pieces) => {
    known.delete(key);
    pieces.delete(below(...key));
  });
}

export function deleteRecordingsOf(attempts) {
  return transact("readwrite", (known, pieces) => {
    for (const attempt of attempts) {
      known.delete(below(attempt));
      pieces.delete(below(attempt));
    }
  });
}

// Adds the next piece of sound to a recording; its first one takes the place of an earlier recording. Rejects with
// `Replaced` where this one is no longer there to be added to, or with the browser's error where there is no room.
export function keepPiece({ attempt, prompt, begunAt, type }, number, piece) {
  const key = [attempt, Number(prompt)];
  return transact("readwrite", (known, pieces, transaction) => {
    known.get(key).onsuccess = (event) => {
      const before = event.target.result;
      if (number === 0) pieces.delete(below(...key));
      else if (before?.begunAt !== begunAt) return transaction.abort();
      const size = (number ? before.size : 0) + piece.size;
      known.put({ attempt, prompt: key[1], begunAt, seconds: (Date.now() - begunAt) / 1000, size, type }, key);
      pieces.put(piece, [...key, number]);
    };
  });
}
