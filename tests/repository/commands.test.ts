/** Flags and commands that the pages name are those that the command line has. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { cloudCommand } from "../../fleet/cli/cloud-command.ts";
import { localCommand } from "../../fleet/cli/local-command.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const commands: Readonly<Record<string, Command>> = { cloud: cloudCommand(), local: localCommand() };

describe("the tables of simulated-cloud.md", () => {
  const page = readFileSync(join(root, "docs/simulated-cloud.md"), "utf8");

  it.each(["cloud", "local"])("have every flag of npm run %s", (name) => {
    const [, section] = page.split(`\n## \`npm run ${name}\``);
    expect(firstColumn(section!, "flag")).toEqual(commands[name]!.options.map(({ flags }) => flags));
  });

  it("have every command of npm run cloud, with its arguments", () => {
    expect(firstColumn(page, "command")).toEqual(
      commands["cloud"]!.commands.map((command) => `${command.name()} ${argumentsOf(command)}`.trim()),
    );
  });
});

describe("every npm run in the pages", () => {
  const pages = ["README.md", "AGENTS.md", ...markdown("docs")];
  const runs = pages.flatMap((path) =>
    [
      ...readFileSync(join(root, path), "utf8").matchAll(
        /npm run (?:--silent )?(cloud|local) -- ([^`#\n)]+)/g,
      ),
    ].map(([, name, rest]) => ({ path, name: name!, words: rest!.trim().split(/\s+/) })),
  );

  it("was found", () => {
    expect(runs.length).toBeGreaterThan(10);
  });

  it.each(runs)("$path: $name $words", ({ name, words }) => {
    const command = commands[name]!;
    const [first] = words;
    const subcommand = first!.startsWith("-")
      ? undefined
      : command.commands.find((one) => one.name() === first);
    expect(first!.startsWith("-") || subcommand !== undefined).toBe(true);
    const known = [command, ...(subcommand === undefined ? [] : [subcommand])].flatMap(({ options }) =>
      options.map(({ long }) => long),
    );
    expect(known).toEqual(expect.arrayContaining(words.filter((word) => word.startsWith("--"))));
  });
});

/** The code in the first column of the first table with this heading. */
function firstColumn(text: string, heading: string): string[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start + 2, end).map((line) => /^\| `(?<code>[^`]+)`/.exec(line)!.groups!["code"]!);
}

function argumentsOf({ registeredArguments }: Command): string {
  return registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`)).join(" ");
}

function markdown(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join(folder, path));
}
