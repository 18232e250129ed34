/** Comments, messages and pages speak plain English: a stranger stumbles over these turns of phrase. */
import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const repository = new URL("../../", import.meta.url).pathname;

/** Turns of phrase, by what to write in their place. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  "is not a ...":
    /(?<!\b(?:there|what) )\b(?:is|are|was|were) no (?!longer|more\b|less\b|fewer\b|such\b|matter\b)[a-z]\w*/gi,
  "a text that is not a ...": /\bwhat (?:is|are) no (?!longer)\w+/gi,
  "that is not a valid ...": /\b(?:that|which|what) (?:is|are) none\b/gi,
  "is not one of ...": /(?<!\bthere )\b(?:is|are) none of\b/gi,
  "that does not exist": /\bthat there (?:is|are) not\b/gi,
  "such as Pulumi": /\bas one of wh(?:om|ich)\b/gi,
  "the address from which; the identity with which": /\bas whom\b/gi,
  "use one of ...": /\bknown are\b/gi,
  "how often to look": /\bhow often it is looked\b/gi,
  "should, must or is to": /\bshall\b/gi,
  "except that": /\bbut that its?\b/gi,
  "its events say": /\bstands in its\b/gi,
};

/** What is written for people to read, but for this list and what others wrote. */
const PAGES = [
  "*.md",
  "Pulumi*.yaml",
  "index.ts",
  "{components,facts,stacks,fleet,sim,scripts,bench,docs,examples,tests}/**/*.{ts,js,md,yaml}",
];
const OTHERS = ["tests/fixtures/", "tests/repository/plain-english.test.ts"];

/** A text in one line: comments without their frames, and texts that a plus joins as one. */
function unbroken(text: string): string {
  return text.replaceAll(/["`]\s*\+\s*["`]/g, "").replaceAll(/\s*\n\s*(?:\*|\/\/)?\s*/g, " ");
}

/** The turns of phrase in a text, with what to write and some words around. */
function stumbles(text: string): string[] {
  const line = unbroken(text);
  return Object.entries(REFUSED).flatMap(([instead, phrase]) =>
    [...line.matchAll(phrase)].map(
      ({ 0: found, index }) =>
        `"${instead}": ...${line.slice(Math.max(0, index - 30), index + found.length + 20)}...`,
    ),
  );
}

it("nobody stumbles over an odd turn of phrase", () => {
  const files = globSync(PAGES, { cwd: repository }).filter(
    (file) => !OTHERS.some((beginning) => file.startsWith(beginning)),
  );
  expect(files.length).toBeGreaterThan(800);
  const found = files.flatMap((file) =>
    stumbles(readFileSync(`${repository}${file}`, "utf8")).map((one) => `${file}: ${one}`),
  );
  expect(found).toEqual([]);
});

it.each([
  ["// Of a block that\n// is none.", '"that is not a valid ...": ...// Of a block that is none....'],
  ['"it " +\n "is no region"', '"is not a ...": ..."it is no region"...'],
  ["/**\n * What is\n * no token.\n */", '"a text that is not a ...": .../** What is no token. /...'],
])("finds a turn of phrase in %j", (text, found) => {
  expect(stumbles(text)).toEqual([found]);
});

it("passes on what is said in plain English", () => {
  expect(stumbles("there is no region; it is no longer there; it is not a region")).toEqual([]);
});
