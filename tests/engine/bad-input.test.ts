import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stateDirectory } from "../../fleet/cloud/environment.ts";
import { EngineProject, noEngine } from "../support/engine.ts";

const mci = fileURLToPath(new URL("../../fleet/cli/mci.js", import.meta.url));

/** A program of its own in place of the project's. */
const PROGRAM = `import * as aws from "@pulumi/aws";

export default async function program() {
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
  return { cidrBlock: vpc.cidrBlock };
}
`;

/** Its first child is refused. */
const FAILED_CHILD = `import * as awsx from "@pulumi/awsx";

export default async function program() {
  const vpc = new awsx.ec2.Vpc("vpc", { subnetStrategy: "Auto", tags: { "aws:team": "web" } });
  return { vpcId: vpc.vpcId };
}
`;

const UNKNOWN_TYPE = PROGRAM.replace(
  "return",
  `const second = new aws.ec2.Vpc("second", { cidrBlock: "10.1.0.0/16" });
  new aws.sqs.Queue("queue", {}, { dependsOn: [vpc, second] });
  return`,
);

describe.skipIf(noEngine !== undefined)("what a served cloud cannot do", () => {
  let project: EngineProject;

  beforeEach(async () => {
    project = await EngineProject.create({ seed: "bad-input" });
  });
  afterEach(async () => {
    await project.remove();
  });

  it("names a type that is not simulated, and loses nothing of the rest", async () => {
    await project.addStack("cluster1");
    writeFileSync(`${project.folder}/index.ts`, UNKNOWN_TYPE);
    const { exitCode, diagnostics } = await project.run("up", "cluster1");
    expect(exitCode).not.toBe(0);
    expect(diagnostics[0]).toBe("NotSimulated: aws:sqs/queue:Queue; sim/COVERAGE.md lists what is simulated");
    writeFileSync(`${project.folder}/index.ts`, PROGRAM);
    expect((await project.succeed("up", "cluster1")).steps).toMatchObject([{ op: "delete", name: "second" }]);
  });

  it("says first, and once, why a child of a component was not made, and goes on from there", async () => {
    await project.addStack("cluster1");
    writeFileSync(`${project.folder}/index.ts`, FAILED_CHILD);
    const { exitCode, diagnostics } = await project.run("up", "cluster1");
    expect(exitCode).not.toBe(0);
    const cause = "Tag keys starting with 'aws:' are reserved for internal use";
    expect(diagnostics[0]).toBe(cause);
    expect(diagnostics.filter((text) => text.includes(cause))).toHaveLength(1);
    project.edit({ path: "index.ts", text: '{ "aws:team": "web" }' }, '{ team: "web" }');
    await project.succeed("up", "cluster1");
    expect((await project.succeed("up", "cluster1")).steps).toEqual([]);
  });
});

/** These need the command line alone, and no engine. */
describe("mci cloud", () => {
  let project: EngineProject;

  beforeEach(async () => {
    project = await EngineProject.create({ seed: "bad-input" });
  });
  afterEach(async () => {
    await project.remove();
  });

  it("refuses a world that another process serves", () => {
    expect(cloud(project)).toEqual({
      status: 1,
      stderr:
        `error: ${project.world} is in use by process ${process.pid}; stop that one, or name another file with --world. ` +
        `If process ${process.pid} is not a cloud, and only has the number of one that died, delete ${project.world}.lock\n`,
    });
  });

  it.each([
    { kind: "broken", content: "{", problem: "cannot be read" },
    { kind: "newer", content: '{"format":99,"world":{}}', problem: "has format 99, made by a newer version" },
    {
      kind: "hollow",
      content: '{"format":1,"world":{"region":1}}',
      problem: "holds no world that can be restored:",
    },
  ])("refuses a $kind world file and leaves it as it is", async ({ content, problem }) => {
    await project.stop();
    writeFileSync(project.world, content);
    const { status, stderr } = cloud(project);
    expect(status).toBe(1);
    expect(stderr).toContain(`error: ${project.world} ${problem}`);
    expect(stderr).toContain(
      "It was left as it is: name another file with --world, or start anew with --reset",
    );
    expect(readFileSync(project.world, "utf8")).toBe(content);
  });

  it("starts anew in place of a broken file with --reset, and has no Pulumi state then", async () => {
    await project.stop();
    const state = stateDirectory(project.world);
    writeFileSync(project.world, "{");
    writeFileSync(`${state}/stack.json`, "{}");
    expect(cloud(project).status).toBe(1);
    expect(readdirSync(state)).toEqual(["stack.json"]);
    await project.start({ reset: true });
    expect(await project.control({ kind: "status" })).toMatchObject({ clusters: [], loadBalancers: [] });
    expect(readdirSync(state)).toEqual([]);
  });

  it("names a port that is taken, and leaves the file free for the next", async () => {
    await project.stop();
    const before = readFileSync(project.world, "utf8");
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as AddressInfo;
    const { status, stderr } = cloud(project, `--port=${port}`);
    taken.close();
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^error: port ${port} cannot be used .*; choose another, or none\n$`));
    expect(readFileSync(project.world, "utf8")).toBe(before);
    await project.start();
  });
});

function cloud({ world }: EngineProject, ...flags: string[]) {
  const { status, stderr } = spawnSync(process.execPath, [mci, "cloud", `--world=${world}`, ...flags], {
    encoding: "utf8",
    timeout: 20_000,
  });
  return { status, stderr };
}
