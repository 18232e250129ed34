import Table from "cli-table3";
import pc from "picocolors";

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

const BAR_WIDTH = 40;

/** One bar per entry, as long as its share of the largest, with count and percentage of the total. */
export function renderBars(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  const largest = Math.max(1, ...entries.map(([, count]) => count));
  return renderTable(
    ["", "", "requests", "share"],
    entries.map(([name, count]) => [
      name,
      pc.cyan("█".repeat(Math.round((count / largest) * BAR_WIDTH)).padEnd(BAR_WIDTH)),
      String(count).padStart(8),
      `${((100 * count) / Math.max(1, total)).toFixed(1)} %`.padStart(7),
    ]),
  );
}
