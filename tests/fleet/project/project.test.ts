import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
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
    ["empty", "", "Pulumi.yaml: name is missing; give the project's name"],
    ["without a name", "runtime: nodejs", "Pulumi.yaml: name is missing; give the project's name"],
    ["a list", "- name", 'Pulumi.yaml is ["name"]; it must be a mapping that holds the project\'s name'],
    [
      "with a list of keys",
      "name: shop\nconfig: [colour]",
      'Pulumi.yaml: config is ["colour"]; it must be a mapping of keys to values',
    ],
    [
      "with structures in place of declarations of keys",
      "name: shop\nconfig:\n  apps: { web: { image: a }, api: { image: b } }\n  ingress: {}\n  size: { type: integer, defualt: 3 }",
      "Pulumi.yaml has 2 problems:\n" +
        "  - config.apps has web, api, which Pulumi refuses here; write what the key holds under config.apps.value\n" +
        "  - config.size has defualt, which Pulumi refuses here; write what the key holds under config.size.value",
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
        secretKeys: [],
      },
      {
        stack: "cluster10",
        path: join(folder, "Pulumi.cluster10.yaml"),
        config: { "shop:colour": "red" },
        secretKeys: [],
      },
    ]);
  });

  it("may set nothing", () => {
    write({
      "Pulumi.a.yaml": "config:",
      "Pulumi.b.yaml": "encryptionsalt: v1:abc",
      "Pulumi.c.yaml": "",
      "Pulumi.d.yaml": "# later",
    });
    expect(files().map(({ config }) => config)).toEqual([{}, {}, {}, {}]);
  });

  it("is read for the stacks named only", () => {
    write({ "Pulumi.a.yaml": "config: {}", "Pulumi.b.yaml": "config: 1" });
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
      "with an environment of Pulumi ESC",
      "environment: [production]\nconfig: {}",
      "Pulumi.a.yaml: environment names environments of Pulumi ESC, which only its service can open; give their values " +
        "under config for local runs",
    ],
    [
      "with an encrypted value",
      "config: { password: { secure: AAAB }, deep: { list: [{ secure: AAAC }] }, open: a }",
      "Pulumi.a.yaml has 2 problems:\n" +
        "  - password is encrypted; only its own backend can decrypt it; give a plain value for local runs\n" +
        "  - deep is encrypted; only its own backend can decrypt it; give a plain value for local runs",
    ],
  ])("is refused when it is %s", (_what, text, message) => {
    write({ "Pulumi.a.yaml": text });
    expect(refusal(() => files())).toBe(message);
  });

  it("tells of every file that cannot be read, and gives the others", () => {
    write({ "Pulumi.a.yaml": "[]", "Pulumi.b.yaml": "config: {}", "Pulumi.c.yaml": "config: 1" });
    const problems = [
      `Pulumi.a.yaml is []; it must be a mapping that holds "config:" with the stack's role`,
      "Pulumi.c.yaml: config is 1; it must be a mapping of keys to values",
    ];
    expect(findStackFiles(folder, project)).toEqual({
      names: ["a", "b", "c"],
      files: [{ stack: "b", path: join(folder, "Pulumi.b.yaml"), config: {}, secretKeys: [] }],
      problems,
      warnings: [],
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
    expect(refusal(() => findStackFiles(join(folder, "file"), project))).toBe("FOLDER/file is not a folder");
  });

  it.each([
    ["Pulumi.b.yml", "Pulumi.b.yaml"],
    ["pulumi.b.yaml", "Pulumi.b.yaml"],
    ["Pulumi.my cluster.yaml", "Pulumi.my-cluster.yaml"],
    ["Pulumi-b.yaml", "Pulumi.b.yaml"],
    ["Pulumi.b.json", "Pulumi.b.yaml"],
  ])("is not %s, which is named", (name, right) => {
    write({ "Pulumi.yaml": "name: shop", "Pulumi.a.yaml": "config: {}", [name]: "config: {}" });
    const warning = `${name} is not run: Pulumi reads files named Pulumi.<stack>.yaml; rename it to ${right}`;
    const { names, warnings } = findStackFiles(folder, project);
    expect({ names, warnings }).toEqual({ names: ["a"], warnings: [warning] });
    expect(refusal(() => files(["b"]))).toBe(
      `there is no stack "b": no Pulumi.b.yaml in FOLDER\nknown stacks are a\n${warning}`,
    );
    rmSync(join(folder, "Pulumi.a.yaml"));
    expect(refusal(() => files())).toBe(
      `no Pulumi.<stack>.yaml in FOLDER; add one for each cluster\n${warning}`,
    );
  });
});

/** As `pulumi config --json` gave them. */
describe("YAML of a stack", () => {
  it.each<readonly [string, string, string]>([
    ["a merged mapping", "shop:a: &a { x: 1 }\n  shop:value: { <<: *a, z: 3 }", '{"x":1,"z":3}'],
    ["a word that is not a truth value", "value: yes", "yes"],
    ["a truth value", "value: TRUE", "true"],
    ["an octal number as of old", "value: 0644", "420"],
    ["an octal number", "value: 0o644", "420"],
    ["a hexadecimal number", "value: 0xff", "255"],
    ["a binary number", "value: 0b11", "3"],
    ["a number with underscores", "value: -1_000", "-1000"],
    ["a number with an exponent", "value: 1e3", "1000"],
    ["a number with a fraction", "value: 1.50", "1.5"],
    ["a time of day", "value: 12:30:45", "12:30:45"],
    ["a date", "value: 2026-01-02", "2026-01-02 00:00:00 +0000 UTC"],
    ["a moment", "value: 2026-01-02T03:04:05.60Z", "2026-01-02 03:04:05.6 +0000 UTC"],
    [
      "numbers in a list",
      "value: [0644, 1_000, 2026-01-02, on]",
      '[420,1000,"2026-01-02 00:00:00 +0000 UTC","on"]',
    ],
    ["keys that are not texts", "value: { 1: a, true: b }", '{"1":"a","true":"b"}'],
    ["a tagged value", "value: !secret x", "x"],
    ["base64", "value: !!binary aGVsbG8=", "hello"],
    ["a key of old", "shop:config:value: x", "x"],
    ["what comes before a second document", "value: 1\n---\nconfig:\n  value: 2", "1"],
    ["lines that end as on Windows", "value: 1\r\n", "1"],
  ])("is read as Pulumi reads it: %s", (_what, text, expected) => {
    const project = { name: "shop", defaults: {} };
    write({ "Pulumi.a.yaml": `\uFEFFconfig:\n  ${text}` });
    expect(programConfig(project, readStackFiles(folder, project)[0]!)["shop:value"]).toBe(expected);
  });
});

describe("encrypted values", () => {
  /** Made by `pulumi config set --secret` with the passphrase "correct horse". */
  const FILE = `encryptionsalt: v1:AqBKR9TETcc=:v1:rSwCVb51WbMWbSJX:fArpfc0SEiVWO/WnpB9UTDtg/S3bRw==
config:
  shop:tags:
    owner:
      secure: v1:2ehfNxn4dp4pMO3+:6lfsj4qIThew38UxcTeQhF3TIExxCfg=
    secure: plain
  shop:nodeGroups:
    - initScript:
        secure: v1:dvTKw33Krxi+qxPx:Ot/buajTL4B5zCBjtVmofHFOFanROds73YqaBJ2ljhHcLSS7CYcUzw==
  shop:whole:
    secure: v1:r4hybKHyxLy/TuJ+:Om3H2hv2HfxbeM/uLPqSITjyukLBCLs=
  shop:open: a
`;
  const project = { name: "shop", defaults: {} };
  const read = () => readStackFiles(folder, project);

  beforeEach(() => {
    write({ "Pulumi.a.yaml": FILE });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const check = (): void => {
    expect(read()).toEqual([
      {
        stack: "a",
        path: join(folder, "Pulumi.a.yaml"),
        config: {
          "shop:tags": { owner: "hunter2", secure: "plain" },
          "shop:nodeGroups": [{ initScript: "#!/bin/bash\necho hunter2" }],
          "shop:whole": "hunter3",
          "shop:open": "a",
        },
        secretKeys: ["shop:tags", "shop:nodeGroups", "shop:whole"],
      },
    ]);
  };

  it("are decrypted by the passphrase", () => {
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse");
    check();
  });

  it("are decrypted by the passphrase in a file", () => {
    write({ passphrase: "correct horse\n" });
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", undefined);
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", join(folder, "passphrase"));
    check();
  });

  it.each([
    [undefined, "set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to its stack's passphrase"],
    [
      "wrong",
      "the passphrase in PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE is not its stack's",
    ],
  ])("are named where the passphrase is %s", (passphrase, reason) => {
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", passphrase);
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", undefined);
    expect(refusal(read)).toBe(
      [
        "Pulumi.a.yaml has 3 problems:",
        ...["shop:tags", "shop:nodeGroups", "shop:whole"].map((key) => `  - ${key} is encrypted; ${reason}`),
      ].join("\n"),
    );
  });
});
