import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pages = globSync("{*,docs/**/*,sim/*}.md", { cwd: root }).toSorted();

const read = (page: string) => readFileSync(join(root, page), "utf8");

/** Text outside of code, in which brackets are not links. */
const prose = (page: string) => read(page).replaceAll(/^```.*?^```$/gms, "");

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => {
    const anchor = heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

/** Whether a link of a page leads to a file or folder that is there, and to a heading of it. */
function leadsSomewhere(page: string, link: string): boolean {
  const [path, anchor] = link.split("#") as [string, string?];
  const target = path === "" ? page : join(dirname(page), path);
  return existsSync(join(root, target)) && (anchor === undefined || anchorsOf(target).includes(anchor));
}

it("finds the pages", () => {
  expect(pages).toEqual(
    expect.arrayContaining(["AGENTS.md", "README.md", "docs/components.md", "sim/COVERAGE.md"]),
  );
});

describe("every link within the project leads to something", () => {
  it.each(pages)("%s", (page) => {
    const links = [...prose(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });
});

describe("every path that a page names in the project exists", () => {
  const tops = "(?:stacks|components|sim|fleet|scripts|bench|tests|docs|\\.ci)";

  it.each(["AGENTS.md", "CONTRIBUTING.md", "README.md", "docs/architecture.md"])("%s", (page) => {
    const paths = [...prose(page).matchAll(new RegExp(`\`(${tops}/[\\w./-]*)\``, "g"))].map(
      ([, path]) => path!,
    );
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
