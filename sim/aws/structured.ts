/** A value that is not a text arrives as JSON from a stack's configuration and from the engine. */
export function structured(value: unknown): unknown {
  return typeof value === "string" && value !== "" ? (JSON.parse(value) as unknown) : value;
}
