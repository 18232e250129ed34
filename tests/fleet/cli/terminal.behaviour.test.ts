/** Every command on a real terminal of 60 columns; `script` of util-linux makes one. */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { PROJECT_DIRECTORY, stackFiles } from "../../support/stack-files.ts";

const COLUMNS = 60;

const hasTerminal = (() => {
  try {
    return execFileSync("script", ["--version"], { encoding: "utf8" }).includes("util-linux");
  } catch {
    return false;
  }
})();

/** What a command leaves on the terminal, line by line. */
const linesOf = (args: readonly string[]): string[] => {
  const mci = join(PROJECT_DIRECTORY, "fleet", "cli", "mci.js");
  const command = ["stty cols 60;", process.execPath, mci, ...args].join(" ");
  const { stdout } = spawnSync("script", ["--quiet", "--command", command, "/dev/null"], {
    encoding: "utf8",
    env: { ...process.env, TERM: "xterm", COLUMNS: undefined },
  });
  return stripVTControlCharacters(stdout).split(/\r?\n|\r/);
};

const tooLong = (lines: readonly string[]): string[] => lines.filter((line) => [...line].length > COLUMNS);

describe.skipIf(!hasTerminal)("on a terminal of 60 columns no line is longer:", () => {
  it.each([
    "--help",
    "local --help",
    "local --drill list",
    "local --drill nothing",
    "local --port 70000",
    "cloud --help",
    "cloud nothing",
    "cloud status --world /nowhere/world.json",
    "cloud status --help",
    "cloud aws --help",
    "cloud kubernetes --help",
  ])("%s", (text) => {
    const lines = linesOf(text.split(" "));
    expect(lines.join("").length).toBeGreaterThan(40);
    expect(tooLong(lines)).toEqual([]);
  });

  it("local --once, which serves and counts", () => {
    const lines = linesOf(["local", "--once"]);
    expect(lines.join("\n")).toContain("0 leftovers");
    expect(tooLong(lines)).toEqual([]);
  }, 120_000);

  it("local with a wrong configuration", () => {
    const folder = stackFiles({
      cluster1: { "aws:region": "seoul", "multicluster-ingress:tags": { owner: "x".repeat(500) } },
    });
    const lines = linesOf(["local", "--config-dir", folder]);
    expect(lines.join("\n")).toContain("Pulumi.cluster1.yaml");
    expect(tooLong(lines)).toEqual([]);
  });
});
