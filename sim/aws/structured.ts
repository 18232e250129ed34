/** Whatever is no text by itself arrives as JSON from a stack's configuration and from the engine. */
export function structured(value: unknown): unknown {
  return typeof value === "string" && value !== "" ? (JSON.parse(value) as unknown) : value;
}
