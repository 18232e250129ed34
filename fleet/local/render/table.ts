import Table from "cli-table3";
import pc from "picocolors";
import { shortened } from "../words.ts";

/** Rows under a header, aligned, without vertical lines: easy to read and to paste. */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: header.map((cell) => pc.bold(cell)),
    style: { head: [], border: [], compact: true },
    chars: {
      top: "",
      "top-mid": "",
      "top-left": "",
      "top-right": "",
      bottom: "",
      "bottom-mid": "",
      "bottom-left": "",
      "bottom-right": "",
      left: "",
      "left-mid": "",
      mid: "",
      "mid-mid": "",
      right: "",
      "right-mid": "",
      middle: "  ",
    },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString().replaceAll(/ +$/gm, "");
}

const BAR_WIDTH = { min: 5, max: 40 };

/** What stands beside a name and its bar: numbers, and the space between columns. */
const BESIDE_BAR = 29;

/**
 * One bar per entry, as long as its share of the largest, with count and percentage of the total.
 *
 * @param width of the terminal, to which the bars fit; undefined for one of any width.
 */
export function renderBars(counts: Readonly<Record<string, number>>, width?: number): string {
  const entries = Object.entries(counts);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  const longestName = Math.max(0, ...entries.map(([name]) => name.length));
  const room = (width ?? Infinity) - longestName - BESIDE_BAR;
  const barWidth = Math.max(BAR_WIDTH.min, Math.min(BAR_WIDTH.max, room));
  const largest = Math.max(1, ...entries.map(([, count]) => count));
  return renderTable(
    ["", "", "requests", "share"],
    entries.map(([name, count]) => [
      name,
      pc.cyan("█".repeat(Math.round((count / largest) * barWidth)).padEnd(barWidth)),
      String(count).padStart(8),
      `${((100 * count) / Math.max(1, total)).toFixed(1)} %`.padStart(7),
    ]),
  );
}

/** More rows than these are put together where they differ by their first cell only. */
const ROWS = 10;

/** Rows of a table as they are while they are few; else one for all that say the same of different names. */
export function groupAlike(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (rows.length <= ROWS) return rows;
  return [...Map.groupBy(rows, ([, ...cells]) => JSON.stringify(cells)).values()].map((alike) => [
    shortened(
      alike.map(([name = ""]) => name),
      3,
    ),
    ...alike[0]!.slice(1),
  ]);
}
