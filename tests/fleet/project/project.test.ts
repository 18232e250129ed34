import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  findStackFiles,
  programConfig,
  readProject,
  readStackFiles,
} from "../../../fleet/project/project.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mci-project-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Puts files into the folder. */
function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** What is said of wrong files; paths of the folder are shortened. */
function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return (error as Error).message.replaceAll(folder, "FOLDER");
  }
  throw new Error("nothing was refused");
}

describe("Pulumi.yaml", () => {
  it("gives the project's name and the defaults of its keys, by full key", () => {
    write({
      "Pulumi.yaml": `
name: shop
runtime: nodejs
config:
  colour: blue
  count: { type: integer, default: 3 }
  fixed: { value: [1, 2] }
  required: { type: string }
  aws:region: { default: ap-northeast-2 }
`,
    });
    expect(readProject(folder)).toEqual({
      name: "shop",
      defaults: {
        "shop:colour": "blue",
        "shop:count": 3,
        "shop:fixed": [1, 2],
        "aws:region": "ap-northeast-2",
      },
    });
  });

  it("needs no config", () => {
    write({ "Pulumi.yaml": "name: shop" });
    expect(readProject(folder)).toEqual({ name: "shop", defaults: {} });
  });

  it.each<readonly [string, string, string]>([
    ["empty", "", "Pulumi.yaml is empty; it must hold the project's name"],
    ["without a name", "runtime: nodejs", "Pulumi.yaml: name is missing; give the project's name"],
    ["a list", "- name", 'Pulumi.yaml is ["name"]; it must be a mapping that holds the project\'s name'],
    [
      "with a list of keys",
      "name: shop\nconfig: [colour]",
      'Pulumi.yaml: config is ["colour"]; it must be a mapping of keys to values',
    ],
  ])("is refused when it is %s", (_what, text, message) => {
    write({ "Pulumi.yaml": text });
    expect(refusal(() => readProject(folder))).toBe(message);
  });

  it("is refused when it does not exist", () => {
    expect(refusal(() => readProject(folder))).toBe("FOLDER/Pulumi.yaml does not exist");
  });

  it("is refused when it is a folder", () => {
    mkdirSync(join(folder, "Pulumi.yaml"));
    expect(refusal(() => readProject(folder))).toBe("FOLDER/Pulumi.yaml is a folder; a file is needed");
  });
});

describe("Pulumi.<stack>.yaml", () => {
  const project = { name: "shop", defaults: { "shop:colour": "blue", "shop:count": 3 } };
  const files = (stacks?: readonly string[]) => readStackFiles(folder, project, stacks);

  it("gives each stack what its file sets, by full key, in the order of their names", () => {
    write({
      "Pulumi.yaml": "name: shop",
      "Pulumi.cluster10.yaml": "config: { colour: red }",
      "Pulumi.cluster2.yaml": "config: { shop:colour: green, aws:region: us-east-1 }",
      "Pulumi.cluster1.yaml.bak": "config: {}",
      "notes.yaml": "-",
    });
    expect(files()).toEqual([
      {
        stack: "cluster2",
        path: join(folder, "Pulumi.cluster2.yaml"),
        config: { "shop:colour": "green", "aws:region": "us-east-1" },
      },
      { stack: "cluster10", path: join(folder, "Pulumi.cluster10.yaml"), config: { "shop:colour": "red" } },
    ]);
  });

  it("may set nothing", () => {
    write({ "Pulumi.a.yaml": "config:", "Pulumi.b.yaml": "encryptionsalt: v1:abc" });
    expect(files().map(({ config }) => config)).toEqual([{}, {}]);
  });

  it("is read for the stacks named only", () => {
    write({ "Pulumi.a.yaml": "config: {}", "Pulumi.b.yaml": "" });
    expect(files(["a"]).map(({ stack }) => stack)).toEqual(["a"]);
  });

  it("becomes the program's configuration over the project's defaults: text, and structures as JSON", () => {
    write({ "Pulumi.a.yaml": "config: { colour: red, list: [1, two], on: true, none: null }" });
    expect(programConfig(project, files()[0]!)).toEqual({
      "shop:colour": "red",
      "shop:count": "3",
      "shop:list": '[1,"two"]',
      "shop:on": "true",
      "shop:none": "",
    });
  });

  it.each<readonly [string, string, string]>([
    ["empty", "", `Pulumi.a.yaml is empty; it must hold "config:" with the stack's role`],
    ["only a comment", "# later", `Pulumi.a.yaml is empty; it must hold "config:" with the stack's role`],
    [
      "text",
      "cluster",
      `Pulumi.a.yaml is "cluster"; it must be a mapping that holds "config:" with the stack's role`,
    ],
    [
      "with text as config",
      "config: primary",
      'Pulumi.a.yaml: config is "primary"; it must be a mapping of keys to values',
    ],
    [
      "not to be parsed",
      "config:\n  role: [primary\n  clusterName: myeks",
      "Pulumi.a.yaml: Flow sequence in block collection must be sufficiently indented and end with a ] at line 3, column 3:\n\n" +
        "  role: [primary\n  clusterName: myeks\n  ^",
    ],
    [
      "with a key twice",
      "config:\n  role: primary\n  role: member",
      "Pulumi.a.yaml: Map keys must be unique at line 3, column 3:\n\n  role: primary\n  role: member\n  ^",
    ],
    [
      "with an alias to nothing",
      "config: { role: *other }",
      "Pulumi.a.yaml: Unresolved alias (the anchor must be set before the alias): other",
    ],
    [
      "with a second document",
      "config: {}\n---\nconfig: {}",
      "Pulumi.a.yaml: a second document begins at line 2; a file holds one",
    ],
    [
      "with an environment of Pulumi ESC",
      "environment: [production]\nconfig: {}",
      "Pulumi.a.yaml: environment names environments of Pulumi ESC, which only its service can open; give their values " +
        "under config for local runs",
    ],
    [
      "with an encrypted value",
      "config: { password: { secure: AAAB }, deep: { list: [{ secure: AAAC }] }, open: a }",
      "Pulumi.a.yaml has 2 problems:\n" +
        "  - password is encrypted, and only its own backend can decrypt it; give a plain value for local runs\n" +
        "  - deep is encrypted, and only its own backend can decrypt it; give a plain value for local runs",
    ],
  ])("is refused when it is %s", (_what, text, message) => {
    write({ "Pulumi.a.yaml": text });
    expect(refusal(() => files())).toBe(message);
  });

  it("tells of every file that cannot be read, and gives the others", () => {
    write({ "Pulumi.a.yaml": "", "Pulumi.b.yaml": "config: {}", "Pulumi.c.yaml": "config: 1" });
    const problems = [
      `Pulumi.a.yaml is empty; it must hold "config:" with the stack's role`,
      "Pulumi.c.yaml: config is 1; it must be a mapping of keys to values",
    ];
    expect(findStackFiles(folder, project)).toEqual({
      names: ["a", "b", "c"],
      files: [{ stack: "b", path: join(folder, "Pulumi.b.yaml"), config: {} }],
      problems,
    });
    expect(refusal(() => files())).toBe(problems.join("\n"));
  });

  it("is missed by name, with the names that there are", () => {
    write({ "Pulumi.a.yaml": "config: {}", "Pulumi.b.yaml": "config: {}" });
    expect(refusal(() => files(["a", "c", "d"]))).toBe(
      'there is no stack "c": no Pulumi.c.yaml in FOLDER\n' +
        'there is no stack "d": no Pulumi.d.yaml in FOLDER\n' +
        "known stacks are a, b",
    );
  });

  it("is missed when there is none", () => {
    write({ "Pulumi.yaml": "name: shop" });
    expect(refusal(() => files())).toBe("no Pulumi.<stack>.yaml in FOLDER; add one for each cluster");
  });

  it("is missed when the folder is", () => {
    const nowhere = join(folder, "nowhere");
    expect(refusal(() => findStackFiles(nowhere, project))).toBe("FOLDER/nowhere does not exist");
    write({ file: "" });
    expect(refusal(() => findStackFiles(join(folder, "file"), project))).toBe("FOLDER/file is no folder");
  });
});
