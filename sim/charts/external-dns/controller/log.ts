/** A line of the program's log. */
export type Log = (level: "debug" | "info" | "error", message: string) => void;
