import { describe, expect, it } from "vitest";
import { bringUp } from "../../fleet/local/bring-up.ts";
import { createConsole } from "../../fleet/local/console.ts";
import { LocalSession } from "../../fleet/local/session.ts";
import { tearDown } from "../../fleet/local/tear-down.ts";
import { verifyTargets } from "../../fleet/local/verify.ts";
import { documentedItems } from "../../scripts/reach/documented.ts";
import { KEPT } from "../../scripts/reach/kept.ts";
import { knownItems, type Item } from "../../scripts/reach/known.ts";
import { reached } from "../../scripts/reach/reached.ts";
import { resourceType } from "../../sim/catalog.ts";
import { reaching } from "../support/reach.ts";
import { PROJECT_DIRECTORY } from "../support/stack-files.ts";

const quiet = createConsole(process.stdout, true);

it("the repository's stacks reach what they are said to reach", async () => {
  const session = await LocalSession.open({ projectDirectory: PROJECT_DIRECTORY });
  await reaching("npm run local", async () => {
    await bringUp(session, quiet, []);
    verifyTargets(session.cloud);
  });
  await reaching("pulumi refresh", () => {
    refresh(session);
  });
  await reaching("npm run local, at its end", () => tearDown(session, quiet));
});

// While it is measured, nothing is known yet.
describe.skipIf(process.env["REACH"] !== undefined)("everything that the simulated cloud knows", () => {
  const known = knownItems();
  const reachedOrDocumented = new Set([...Object.values(reached).flat(), ...documentedItems().keys()]);
  const kept = Object.keys(KEPT) as Item[];

  it("is reached, or kept for a reason", () => {
    expect(
      known.filter((one) => !reachedOrDocumented.has(one) && !kept.includes(one)),
      "let a run reach it and measure that with `npm run reach -- <its test>`, or say in scripts/reach/kept.ts why it stays",
    ).toEqual([]);
  });

  it("is not kept for a reason when it is reached", () => {
    expect(
      kept.filter((one) => reachedOrDocumented.has(one)),
      "take it out of scripts/reach/kept.ts",
    ).toEqual([]);
  });

  it("is all that is listed", () => {
    const listed = [...Object.values(reached).flat(), ...kept];
    expect(
      listed.filter((one) => !known.includes(one)),
      "it is not simulated any more: take it out of scripts/reach/kept.ts, or measure its runs again with `npm run reach`",
    ).toEqual([]);
  });
});

/** Reads every resource, as `pulumi refresh` does. */
function refresh({ cloud, host, stacks }: LocalSession): void {
  for (const { stack } of stacks) {
    for (const { type, name, urn, id, inputs, provider, custom } of host.resources(stack)) {
      if (!custom || type.startsWith("pulumi:")) continue;
      expect(resourceType(type).read({ cloud, name, urn, provider }, id, inputs), urn).toBeDefined();
    }
  }
}
