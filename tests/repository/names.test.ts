import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const repository = new URL("../../", import.meta.url).pathname;

const DECLARATION =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;

/** Files that declare and export a name, by name. */
function declarations(files: Readonly<Record<string, string>>): Map<string, string[]> {
  const all = Object.entries(files).flatMap(([file, text]) =>
    [...text.matchAll(DECLARATION)].map(([, name]) => ({ name: name!, file })),
  );
  const byName = Map.groupBy(all, ({ name }) => name);
  return new Map([...byName].map(([name, found]) => [name, [...new Set(found.map(({ file }) => file))]]));
}

/** Names that several files declare and export, with these files. */
function declaredTwice(files: Readonly<Record<string, string>>): string[] {
  return [...declarations(files)]
    .filter(([, where]) => where.length > 1)
    .map(([name, where]) => `${name}: ${where.join(", ")}`);
}

it("no exported name stands twice over components, stacks and fleet", () => {
  const paths = globSync("{components,stacks,fleet}/**/*.ts", { cwd: repository });
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(`${repository}${path}`, "utf8")]));
  expect(declarations(files).get("Vpc")).toEqual(["components/vpc/vpc.ts"]);
  expect(declaredTwice(files)).toEqual([]);
});

it("a name counts twice when two files declare it, not when one has overloads or another hands it on", () => {
  const files = {
    "a.ts": "export function f(a: string): void;\nexport function f(a: number): void;\nexport type T = 1;",
    "b.ts": "export async function f() {}\nexport { T } from './a.ts';\nconst T = 1;",
  };
  expect(declaredTwice(files)).toEqual(["f: a.ts, b.ts"]);
});
