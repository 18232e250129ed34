/** Secrets of the configuration stay secret in everything that a stack keeps and shows; see docs/configuration.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { EngineProject, noEngine } from "../support/engine.ts";

const OWNER = "team-never-shown";
const SCRIPT = `#!/bin/bash\necho ${OWNER}\n`;
const HEADING = `Page of ${OWNER}`;

/** The secret as it is, and as it stands in base64 at each of three offsets. */
const SPELLINGS = [
  OWNER,
  ...["", " ", "  "].map((start) =>
    Buffer.from(start + OWNER)
      .toString("base64")
      .slice(4, -4),
  ),
];

const NODE_GROUPS = [{ name: "ng", instanceTypes: ["t3.medium"], count: 2, initScript: SCRIPT }];
const APP = { content: { type: "colour-page", heading: HEADING, colour: "white", cluster: "c1" } };

/** The tests build on each other: keys that are plain at first, become secret, and are plain again. */
describe.skipIf(noEngine !== undefined)("secret configuration under the Pulumi engine", () => {
  let project: EngineProject;
  const texts: string[] = [];

  const setPlain = (): void => {
    project.setConfig("cluster1", "tags", { owner: OWNER });
    project.setConfig("cluster1", "nodeGroups", NODE_GROUPS);
    project.setConfig("cluster1", "app", APP);
  };
  const state = async (): Promise<string> => JSON.stringify(await project.state("cluster1"));

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "secret-configuration" });
    await project.addStack("cluster1");
    setPlain();
  });
  afterAll(async () => {
    await project.remove();
  });

  it("begins with plain values, which the state shows", async () => {
    await project.succeed("up", "cluster1");
    expect(await state()).toContain(OWNER);
  });

  it("replaces and changes nothing when living keys become secret", async () => {
    for (const [path, value] of [
      ["tags.owner", OWNER],
      ["nodeGroups[0].initScript", SCRIPT],
      ["app.content.heading", HEADING],
    ] as const) {
      const key = `multicluster-ingress:${path}`;
      const { exitCode, text } = await project.pulumi([
        "config",
        "set",
        "--secret",
        "--path",
        key,
        "--stack",
        "cluster1",
        value,
      ]);
      expect({ exitCode, text }).toMatchObject({ exitCode: 0 });
    }
    const preview = await project.succeed("preview", "cluster1");
    const { steps, text } = await project.succeed("up", "cluster1");
    texts.push(preview.text, text);
    expect({ preview: preview.steps, up: steps }).toEqual({ preview: [], up: [] });
  });

  it("shows them in no command, event, output or exported state, once the old outputs are read anew", async () => {
    texts.push((await project.succeed("refresh", "cluster1")).text);
    const { text, steps } = await project.succeed("preview", "cluster1");
    expect(steps).toEqual([]);
    const log = events(join(project.folder, "events-5.json"));
    expect(log.length).toBeGreaterThan(100);
    const shown = [
      ...texts,
      text,
      ...log,
      ...(await project.state("cluster1")).map((resource) => JSON.stringify(resource)),
      JSON.stringify(await project.outputs("cluster1")),
    ];
    expect(shown.filter((one) => SPELLINGS.some((secret) => one.includes(secret)))).toEqual([]);
  });

  it("keeps outputs, names and sizes legible", async () => {
    expect(Object.values(await project.outputs("cluster1"))).not.toContain("[secret]");
    const resources = await project.state("cluster1");
    const group = resources.find(({ type }) => type === "aws:eks/nodeGroup:NodeGroup");
    expect(group?.inputs).toMatchObject({ scalingConfig: { desiredSize: 2 }, clusterName: "myeks" });
  });

  it("names the path of a wrong value in a key with a secret", async () => {
    const key = "multicluster-ingress:nodeGroups[0].initScript";
    const set = (value: string) =>
      project.pulumi(["config", "set", "--secret", "--path", key, "--stack", "cluster1", value]);
    await set(`echo ${OWNER}`);
    const { exitCode, text } = await project.run("preview", "cluster1");
    expect(exitCode).not.toBe(0);
    expect(text).toContain(
      "nodeGroups[0].initScript is [secret]; use a script whose first line names its shell, as #!/bin/bash",
    );
    expect(text).not.toContain(OWNER);
    await set(SCRIPT);
  });

  it("replaces and changes nothing when they become plain again", async () => {
    setPlain();
    const { steps } = await project.succeed("up", "cluster1");
    expect(steps).toEqual([]);
  });

  it("keeps a secret variable of an application in a Secret, and shows it nowhere", async () => {
    project.setConfig("cluster1", "tags", {});
    project.setConfig(
      "cluster1",
      "nodeGroups",
      NODE_GROUPS.map(({ initScript: _, ...group }) => group),
    );
    project.setConfig("cluster1", "app", {});
    const file = join(project.folder, "Pulumi.yaml");
    const declared = parse(readFileSync(file, "utf8")) as object;
    const value = { "2048": { image: "registry.example.com/shop:1", env: { LOG_LEVEL: "info" } } };
    writeFileSync(file, stringify({ ...declared, config: { apps: { value } } }));
    const key = "multicluster-ingress:appOverrides.2048.env.TOKEN";
    await project.pulumi(["config", "set", "--secret", "--path", key, "--stack", "cluster1", OWNER]);
    const preview = await project.succeed("preview", "cluster1");
    const { text } = await project.succeed("up", "cluster1");
    const resources = await project.state("cluster1");
    const [environment] = resources.filter(({ type }) => type === "kubernetes:core/v1:Secret");
    expect(environment?.urn).toMatch(/::myeks-app-env$/);
    const shown = [preview.text, text, ...resources, await project.outputs("cluster1")].map((one) =>
      JSON.stringify(one),
    );
    expect(shown.filter((one) => SPELLINGS.some((secret) => one.includes(secret)))).toEqual([]);
  });
});

/** What happened, but for the SDK's notes for debugging: it writes down whatever it receives. */
function events(log: string): string[] {
  return readFileSync(log, "utf8")
    .split("\n")
    .filter((event) => !event.includes('"severity":"debug"'));
}
