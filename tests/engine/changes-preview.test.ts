/** What the table of changes says of a living fleet, said by a preview before anything happens. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProject, readStackFiles } from "../../fleet/project/project.ts";
import { settingsOf, type Change } from "../../scripts/changes/change.ts";
import { CHANGES } from "../../scripts/changes/index.ts";
import { describeChange } from "../../scripts/changes/render.ts";
import { withoutIds } from "../scripts/changes/notices.ts";
import { keyOf, withSettings } from "../scripts/changes/settings.ts";
import { EngineProject, noEngine } from "../support/engine.ts";
import type { EngineStep } from "../support/engine-events.ts";
import { PROJECT_DIRECTORY } from "../support/stack-files.ts";

const declared = readProject(PROJECT_DIRECTORY);
const files = readStackFiles(PROJECT_DIRECTORY, declared, ["cluster1", "cluster2"]);

/** The third stack is not here. */
const NEEDS_MORE = /"<|cluster3/;

/** Changes that are refused or replace something, of the repository's stacks with their own configuration and nothing beside it. */
const told = CHANGES.filter(
  ({ before, effect, fleet = "repository", ...change }) =>
    before === undefined &&
    fleet === "repository" &&
    !NEEDS_MORE.test(JSON.stringify({ ...change, refused: effect.refused })) &&
    // Applications stand in the project's file, and here a stack's file is changed.
    change.field !== "apps" &&
    // As long as the VPC gets subnets a preview does not know its id, and says that it replaces the security group.
    effect.creates?.includes("Subnet") !== true &&
    effect.failed === undefined &&
    [effect.refused, effect.replaces, effect.deletes].some((one) => one !== undefined),
);

describe.skipIf(noEngine !== undefined)("a preview", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "changes" });
    for (const stack of ["cluster1", "cluster2"]) {
      await project.addStack(stack);
      await project.succeed("up", stack);
    }
  });
  afterAll(async () => {
    await project.remove();
  });

  it.each(told.map((change) => ({ title: describeChange(change), change })))(
    "says what becomes of $title",
    async ({ change }) => {
      const stack = change.of === "member" ? "cluster2" : "cluster1";
      const restore = configure(stack, change);
      const { steps, diagnostics } = await project.run("preview", stack);
      restore();
      const { refused, replaces, deletes } = change.effect;
      if (refused !== undefined) {
        const holders = refused.replace("2 roles hold", "1 role holds");
        expect([steps, diagnostics.map(withoutIds)]).toEqual([[], [holders]]);
      } else {
        expect({ replaces: typesOf(steps, "replace"), deletes: typesOf(steps, "delete") }).toEqual({
          replaces: replaces ?? [],
          deletes: deletes ?? [],
        });
      }
    },
  );

  /** Makes a change in the stack's file. @returns how to take it back. */
  function configure(stack: string, change: Change): () => void {
    const file = files.find((one) => one.stack === stack)!;
    const present = { ...declared.defaults, ...file.config };
    const changed = withSettings(declared.name, present, settingsOf(change));
    const keys = [...new Set(Object.keys(settingsOf(change)).map(keyOf))];
    for (const key of keys) project.setConfig(stack, key, changed[`${declared.name}:${key}`]);
    return () => {
      for (const key of keys) project.setConfig(stack, key, file.config[`${declared.name}:${key}`]);
    };
  }
});

/** Types of resources with a step, as the table has them: without components, and what is left in the cluster. */
function typesOf(steps: readonly EngineStep[], operation: string): string[] {
  const types = steps
    .filter(({ op, type }) => op === operation && type.includes("/") && !/(Patch|Definition)$/.test(type))
    .map(({ type }) => type.split(":").at(-1)!);
  return [...new Set(types)].sort();
}
