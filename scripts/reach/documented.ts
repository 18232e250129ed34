import { globSync, readFileSync } from "node:fs";
import { PROJECT } from "../page.ts";
import { item, type Item } from "./known.ts";

/** Pages that tell people what to type. */
const PAGES = globSync(["README.md", "docs/*.md", "docs/runbooks/*.md"], { cwd: PROJECT.pathname }).sort();

/** Services as the AWS command line names them, where IAM's actions name them otherwise. */
const COMMAND_LINE: Readonly<Record<string, string>> = { elbv2: "elasticloadbalancing" };

/** What commands in the documentation reach, with the first page that shows one. */
export function documentedItems(): Map<Item, string> {
  const found = new Map<Item, string>();
  for (const page of PAGES) {
    const text = readFileSync(new URL(page, PROJECT), "utf8");
    for (const one of itemsIn(text)) if (!found.has(one)) found.set(one, page);
  }
  return found;
}

function itemsIn(text: string): Item[] {
  const simulated = [...text.matchAll(/cloud -- aws ([a-z0-9-]+) ([A-Z]\w+)/g)].map(([, service, action]) =>
    item("operation", `${service!}:${action!}`),
  );
  const real = [...text.matchAll(/\baws ([a-z0-9-]+) ([a-z]+(?:-[a-z]+)+)/g)].map(([, service, action]) =>
    item("operation", `${COMMAND_LINE[service!] ?? service!}:${pascalCase(action!)}`),
  );
  const imported = [...text.matchAll(/pulumi import (aws:\S+)/g)].map(([, token]) => item("type", token!));
  return [...simulated, ...real, ...imported];
}

/** `DescribeTargetHealth` of `describe-target-health`. */
function pascalCase(words: string): string {
  return words.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
