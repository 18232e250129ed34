/** Preloaded into a measured process: at its end it tells what it used, in BENCH_USAGE_FILE or on file descriptor 3. */
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env["BENCH_USAGE_FILE"] ?? 3, JSON.stringify(process.resourceUsage()));
});
