import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PRINCIPALS } from "../support/component-states/program.ts";
import { placesOf, RECORDED, type StateEntry } from "../support/component-states/state.ts";
import { EngineProject, noEngine } from "../support/engine.ts";

const PROGRAM = "support/component-states/program.ts";

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
});

describe.skipIf(noEngine !== undefined)("the components of awsx and eks under the Pulumi engine", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "component-states" });
    cpSync(fileURLToPath(new URL(`../${PROGRAM}`, import.meta.url)), join(project.folder, "tests", PROGRAM));
    writeFileSync(
      join(project.folder, "index.ts"),
      `import program from "./tests/${PROGRAM}";\nexport default async () => program();\n`,
    );
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
});
