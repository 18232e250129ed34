import { createLogUpdate } from "log-update";
import { writeLines } from "../terminal/lines.ts";

/** Where a command speaks to people: finished lines, and on a terminal a part that is drawn anew as work goes on. */
export interface Console {
  /** Prints a finished piece of text. */
  print(text: string): void;
  /** Shows work in progress in place of what was shown before; nothing on anything but a terminal. */
  show(render: () => string): void;
  /** Takes the shown part away. */
  clear(): void;
  /** Characters in a line of the terminal; undefined where there is none. */
  readonly width?: number | undefined;
}

/** Redrawing more often than this is not seen, and costs time. */
const FRAME_MS = 50;

/** @param quiet print nothing at all: for `--json` and `--quiet`, where results are printed elsewhere. */
export function createConsole(stream: NodeJS.WriteStream, quiet: boolean): Console {
  if (quiet) return { print: () => {}, show: () => {}, clear: () => {} };
  const print = (text: string): void => {
    writeLines(stream, `${text}\n`);
  };
  if (!stream.isTTY) return { print, show: () => {}, clear: () => {} };
  const update = createLogUpdate(stream);
  let drawn = 0;
  return {
    get width() {
      return stream.columns;
    },
    print: (text) => {
      update.clear();
      print(text);
    },
    show: (render) => {
      const now = performance.now();
      if (now - drawn < FRAME_MS) return;
      drawn = now;
      update(render());
    },
    clear: () => {
      update.clear();
      update.done();
    },
  };
}
