import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findLeftovers } from "../../fleet/local/leftovers.ts";
import { restoreWorld } from "../../sim/world.ts";
import { READ_OUTPUTS } from "../support/component-replay/outputs.ts";
import { EngineProject, noEngine } from "../support/engine.ts";

/** What the program is made of, in `tests`. */
const PARTS = ["fixtures/component-traces", "support/component-replay"];

/** The tests build on each other. */
describe.skipIf(noEngine !== undefined)(
  "what the real awsx and eks register, under the Pulumi engine",
  () => {
    let project: EngineProject;

    beforeAll(async () => {
      project = await EngineProject.create({ seed: "component-replay" });
      for (const part of PARTS) {
        const source = fileURLToPath(new URL(`../${part}`, import.meta.url));
        cpSync(source, join(project.folder, "tests", part), { recursive: true });
      }
      writeFileSync(
        join(project.folder, "index.ts"),
        'export { default } from "./tests/support/component-replay/program.ts";\n',
      );
      await project.addStack("cluster1");
    });
    afterAll(async () => {
      await project.remove();
    });

    it("is made as in the preview, and has every output that the components read", async () => {
      const { changes } = await project.succeed("preview", "cluster1");
      expect(await project.succeed("up", "cluster1")).toMatchObject({ changes, diagnostics: [] });
      expect(Object.keys(changes)).toEqual(["create"]);
      expect(await project.outputs("cluster1")).toEqual(READ_OUTPUTS);
    });

    it.each(["up", "refresh"] as const)("is the same in a further %s", async (command) => {
      const { changes, steps } = await project.succeed(command, "cluster1");
      expect({ operations: Object.keys(changes), steps }).toEqual({ operations: ["same"], steps: [] });
    });

    it("goes without a trace", async () => {
      await project.succeed("destroy", "cluster1");
      expect(await project.state("cluster1")).toEqual([]);
      await project.stop();
      expect(findLeftovers(restoreWorld(project.savedWorld()))).toEqual([]);
    });
  },
);
