import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMPONENT_CLASSES } from "../support/component-classes.ts";

const ROOT = new URL("../../components/", import.meta.url);

const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "shared")
  .map(({ name }) => name);

/** Every source file of the components. */
const FILES = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));

/** Children whose args depend on what a transform has left of the component's own. */
const MADE_BY_HAND = [
  "multi-cluster-ingress/create-side.ts",
  "multi-cluster-ingress/gateway/objects.ts",
  "nlb-service/service.ts",
];

function textOf(path: string): string {
  return readFileSync(new URL(path, ROOT), "utf8");
}

/** `deletion-guard` of `DeletionGuard`. */
function folderOf(className: string): string {
  return className.replaceAll(/(?<!^)[A-Z]/g, "-$&").toLowerCase();
}

function filesWith(pattern: RegExp): string[] {
  return FILES.filter((path) => pattern.test(textOf(path)));
}

describe.each(FOLDERS)("the component %s", (folder) => {
  it("has its args, checks and class where all have them, and its defaults if there are any", () => {
    const hasDefaults = textOf(`${folder}/args.ts`).includes("@default");
    const wanted = [
      "args.ts",
      "check.ts",
      "index.ts",
      `${folder}.ts`,
      ...(hasDefaults ? ["resolve.ts"] : []),
    ];
    expect(
      wanted.filter((file) => !existsSync(new URL(`${folder}/${file}`, ROOT))),
      "docs/architecture.md says what is in each",
    ).toEqual([]);
  });

  it("refuses wrong args first, and registers its outputs last", () => {
    const [, body] = /\n {2}constructor\([^]*?\) \{\n([^]*?)\n {2}\}\n/.exec(
      textOf(`${folder}/${folder}.ts`),
    )!;
    const [before] = body!.split("super(");
    expect(before, "what the constructor does before super(...)").toContain("refuseProblems(");
    expect(body!.trim()).toMatch(/this\.registerOutputs\((\w+|\{[^{}]*\})\);$/);
  });
});

it.each(COMPONENT_CLASSES.map((component) => [component.name, component] as const))(
  "%s tells problems of its args, and has its children in nodes",
  (_name, component) => {
    expect(component).toHaveProperty("problems", expect.any(Function));
    const folder = folderOf(component.name);
    expect(FOLDERS).toContain(folder);
    expect(textOf(`${folder}/${folder}.ts`)).toContain(`readonly nodes: ${component.name}Nodes`);
  },
);

it("every component is exported", () => {
  expect(COMPONENT_CLASSES.map(({ name }) => folderOf(name)).sort()).toEqual([...FOLDERS].sort());
});

it("children are made in one way, so that a transform reaches each of them", () => {
  const message = "use createChild or createObject of components/shared/child.ts";
  expect(filesWith(/\bnew (aws|awsx|eks|kubernetes)\./).sort(), message).toEqual(MADE_BY_HAND);
});

it("fields are left out in one way", () => {
  expect(
    filesWith(/\.\.\.\([^()]*(\([^()]*\)[^()]*)*(&&|\?\s*\{\}|:\s*\{\}\s*\))/),
    "use defined(...) of components/shared/defined.ts",
  ).toEqual([]);
});
