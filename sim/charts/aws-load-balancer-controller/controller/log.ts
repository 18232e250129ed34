import { messageOf } from "../../../core/errors.ts";

/** Fields of a log line; `logger` names the part of the program that speaks. */
export type LogFields = Readonly<Record<string, unknown>> & { readonly logger?: string };

/** A line of the controller's log. */
export type Log = (level: "info" | "error", message: string, fields?: LogFields) => void;

/** Writes log lines as the controller does: one JSON document per line. */
export function jsonLog(write: (line: string) => void, timestamp: () => string): Log {
  return (level, message, { logger, ...fields } = {}) =>
    write(JSON.stringify({ level, ts: timestamp(), logger, msg: message, ...fields }));
}

/** What controller-runtime logs of a failed pass. */
export function logFailures(log: Log, controller: string): (key: string, error: unknown) => void {
  return (name, error) => log("error", "Reconciler error", { controller, name, error: messageOf(error) });
}
