/** A saved world without what differs between two runs of the same scenario: ids, times, addresses, and the order of sets. */
import type { SavedWorld } from "../../sim/world.ts";

/**
 * Fields that only say when or in which order something happened. A dot, among managed fields, is the map or list itself,
 * which belongs to whoever wrote the first of its members.
 */
const DROPPED = new Set(["resourceVersion", "revision", "passes", "healthySince", "holderIdentity", "."]);

/** Kinds that are a record of events. */
const DROPPED_KINDS = new Set(["Event", "Lease"]);

/** Texts that are drawn or counted, and what stands for them. Later ones see what earlier ones left. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g, "<certificate>"],
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>"],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>"],
  [/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, "<mac>"],
  [/\b(?:\d{1,3}[.-]){3}\d{1,3}\b/g, "<address>"],
  [/\b(?=[a-f]*\d)[0-9a-f]{7,}\b/gi, "<id>"],
  [/\b[0-9A-Z]{16,}\b/g, "<id>"],
  // What an API server appends to generateName, from its alphabet without vowels.
  [/-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, "-<random>"],
  // The controller's checkpoint of a target group: two hashes.
  [/^[\w-]{43}\/[\w-]{43}$/g, "<checkpoint>"],
];

/** Base64 of something long; what is in it is compared, not how ids in it shift the letters. */
const BASE64 = /^[A-Za-z0-9+/]{60,}={0,2}$/;

const PRINTABLE = /^[\t\n\r -~]*$/;

/** Every record of the world by service and table, or by cluster. */
export function normalisedWorld({ services, clusters }: SavedWorld): unknown {
  return normalised({ services, clusters });
}

function normalised(value: unknown): unknown {
  if (typeof value === "string") return masked(value);
  // Milliseconds since the epoch.
  if (typeof value === "number") return value > 1e12 ? "<time>" : value;
  if (Array.isArray(value)) return sorted(value.filter((item) => !isDropped(item)).map(normalised));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !DROPPED.has(key))
    .map(([key, item]) => [masked(key), normalised(item)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const names = new Set(entries.map(([key]) => key));
  // Records by id: the ids are gone, so that they can only be a set.
  if (names.size < entries.length || [...names].some((name) => name.includes("<"))) {
    return sorted(entries.map(([key, item]) => [key, item]));
  }
  return Object.fromEntries(entries);
}

function masked(text: string): string {
  const decoded = BASE64.test(text) ? Buffer.from(text, "base64").toString("utf8") : text;
  // A hash can look like base64 too, but has no text in it.
  const plain = PRINTABLE.test(decoded) ? decoded : text;
  return MASKS.reduce((current, [pattern, replacement]) => current.replaceAll(pattern, replacement), plain);
}

function sorted(items: unknown[]): unknown[] {
  return items
    .map((item) => ({ item, text: JSON.stringify(item) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ item }) => item);
}

function isDropped(item: unknown): boolean {
  if (typeof item !== "object" || item === null) return false;
  return "kind" in item && typeof item.kind === "string" && DROPPED_KINDS.has(item.kind);
}
