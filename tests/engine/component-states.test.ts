import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PRINCIPALS } from "../support/component-states/program.ts";
import { UNKNOWN } from "../../sim/core/unknown.ts";
import { placesOf, RECORDED, type StateEntry } from "../support/component-states/state.ts";
import { EngineProject, noEngine } from "../support/engine.ts";

const PROGRAMS = "support/component-states";

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
});

/** Puts one of the programs in the place of the project's own. */
function runProgram(project: EngineProject, name: string): void {
  const programs = fileURLToPath(new URL(`../${PROGRAMS}`, import.meta.url));
  cpSync(programs, join(project.folder, "tests", PROGRAMS), { recursive: true });
  writeFileSync(
    join(project.folder, "index.ts"),
    `import program from "./tests/${PROGRAMS}/${name}.ts";\nexport default async () => program();\n`,
  );
}

describe.skipIf(noEngine !== undefined)("the components of awsx and eks under the Pulumi engine", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "component-states" });
    runProgram(project, "program");
    for (const RoleName of PRINCIPALS) {
      const parameters = { RoleName, AssumeRolePolicyDocument: TRUST };
      await project.control({ kind: "aws", service: "iam", action: "CreateRole", parameters });
    }
    await project.addStack("cluster1");
  });
  afterAll(async () => {
    await project.remove();
  });

  it("leave the state that the real ones leave", async () => {
    const { changes } = await project.succeed("preview", "cluster1");
    expect(await project.succeed("up", "cluster1")).toMatchObject({ changes, diagnostics: [] });
    expect(placesOf((await project.state("cluster1")) as StateEntry[])).toEqual(RECORDED);
  });

  it.each(["preview", "up", "refresh"] as const)("have nothing to do in a further %s", async (command) => {
    const { changes, steps } = await project.succeed(command, "cluster1");
    expect({ operations: Object.keys(changes), steps }).toEqual({ operations: ["same"], steps: [] });
  });

  it("go without a trace", async () => {
    await project.succeed("destroy", "cluster1");
    expect(await project.state("cluster1")).toEqual([]);
  });

  it("take what is not known yet, at any depth, and are made as in the preview", async () => {
    runProgram(project, "program-of-outputs");
    const { changes, steps } = await project.succeed("preview", "cluster1");
    expect(steps.find(({ type }) => type === "aws:ec2/subnet:Subnet")?.outputs).toMatchObject({
      ipv6CidrBlock: UNKNOWN,
    });
    expect(await project.succeed("up", "cluster1")).toMatchObject({ changes, diagnostics: [] });
    expect((await project.succeed("preview", "cluster1")).steps).toEqual([]);
    await project.succeed("destroy", "cluster1");
  });

  it("hand resource options on: destroy keeps what is to be retained, and refuses what is protected", async () => {
    runProgram(project, "program-with-options");
    project.setConfig("cluster1", "deletionProtection", true);
    await project.succeed("up", "cluster1");
    const state = await project.state("cluster1");
    const options = { protect: true, retainOnDelete: true };
    for (const resource of state.filter(({ type }) => type.startsWith("aws:"))) {
      expect(resource).toMatchObject(options);
      expect(resource).not.toHaveProperty("customTimeouts");
      expect(resource).not.toHaveProperty("ignoreChanges");
    }
    expect(state.find(({ type }) => type === "awsx:ec2:Vpc")).toMatchObject({
      ...options,
      customTimeouts: { create: 300, update: 360, delete: 420 },
      ignoreChanges: ["tags"],
    });
    expect((await project.run("destroy", "cluster1")).exitCode).not.toBe(0);
    project.setConfig("cluster1", "deletionProtection", undefined);
    await project.succeed("up", "cluster1");
    await project.succeed("destroy", "cluster1");
    const parameters = { Filters: [{ Name: "is-default", Values: ["false"] }] };
    expect(
      await project.control({ kind: "aws", service: "ec2", action: "DescribeVpcs", parameters }),
    ).toMatchObject({
      Vpcs: [{ CidrBlock: "10.0.0.0/16" }],
    });
  });
});
