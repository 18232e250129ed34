/** A line of the controller's log. */
export type Log = (
  level: "info" | "error",
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** Writes log lines as the controller does: one JSON document per line. */
export function jsonLog(write: (line: string) => void, timestamp: () => string): Log {
  return (level, message, fields = {}) =>
    write(JSON.stringify({ level, ts: timestamp(), ...fields, msg: message }));
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
