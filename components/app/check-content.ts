import { Buffer } from "node:buffer";
import type { ArgsCheck } from "../shared/args-check.ts";
import type { Form } from "../shared/forms.ts";

/** https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object */
export const CONTENT_KEY: Form = [
  /^(?!\.{1,2}$)[-._A-Za-z0-9]{1,253}$/,
  "1 to 253 letters, digits, hyphens, underscores and dots",
];

/** Bytes that the values of a ConfigMap or Secret may have; same page. */
const MAX_BYTES = 2 ** 20;

/** Notes values that are too much for one ConfigMap or Secret, as far as they are known. */
export function checkContent(check: ArgsCheck<object>, content: Readonly<Record<string, unknown>>): void {
  const bytes = Object.values(content)
    .map((value) => (typeof value === "string" ? Buffer.byteLength(value) : 0))
    .reduce((sum, length) => sum + length, 0);
  if (bytes > MAX_BYTES) {
    check.addAt(check.place, `has ${bytes} bytes; use at most ${MAX_BYTES}, of which an object can be`);
  }
}
