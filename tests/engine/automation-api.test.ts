import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EngineProject, noEngine } from "../support/engine.ts";

const EXAMPLE = "examples/automation-api/main.ts";

/** The tests build on each other. */
describe.skipIf(noEngine !== undefined)("examples/automation-api", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "automation" });
    await project.addStack("cluster1");
    await project.addStack("cluster2");
  });
  afterAll(async () => {
    await project.remove();
  });

  it("brings both stacks up, changes one and takes both away", async () => {
    const { exitCode, text } = await project.node(EXAMPLE, [project.folder]);
    const own = text.split("\n").filter((line) => line !== "" && !/^cluster[12] \| /.test(line));
    expect({ exitCode, own }).toEqual({
      exitCode: 0,
      own: [
        expect.stringMatching(/^http:\/\/[\w.-]+\.elb\.amazonaws\.com is served by all clusters$/),
        "cluster2 now has three replicas",
        "everything is gone again",
      ],
    });
    expect([await project.state("cluster1"), await project.state("cluster2")]).toEqual([[], []]);
    expect(await project.targetGroups()).toEqual([]);
  });

  it("leaves the changed stack's file as it found it", () => {
    expect(readFileSync(join(project.folder, "Pulumi.cluster2.yaml"), "utf8")).not.toContain("replicas");
  });

  it("ends with the cause and the way to go on, when a stack cannot be brought up", async () => {
    project.setConfig("cluster1", "kubernetesVersion", "1.2");
    const { exitCode, text } = await project.node(EXAMPLE, [project.folder]);
    expect(exitCode).toBe(1);
    expect(text).toContain('kubernetesVersion is "1.2"; use 1.34, 1.35 or 1.36');
    expect(text).toContain(
      `\nRun it again to go on, or: pulumi destroy --stack <name>, members first, in ${project.folder}.\n`,
    );
  });
});
