import { beforeAll, describe, expect, it } from "vitest";
import type { DrillOutcome } from "../../../../fleet/local/drills/drill.ts";
import { readRecording } from "../../../support/controller-replay/recording.ts";
import { causes, play, told } from "./support.ts";

interface Run {
  readonly denied: string;
  readonly events: readonly { readonly type: string; readonly reason: string; readonly message: string }[];
}

const { runs } = readRecording<{ readonly runs: readonly Run[] }>("denied-actions");

describe("missing-iam-action", () => {
  let outcome: DrillOutcome;

  beforeAll(async () => {
    outcome = await play("missing-iam-action");
  });

  it("fails the update for each action in the controller's recorded words", () => {
    const expected = runs.map(({ denied, events }) => {
      const warning = events.findLast(({ type }) => type === "Warning")!;
      return [`without ${denied}`, comparable(`${warning.reason}: ${warning.message}`)];
    });
    const seen = Object.entries(causes(outcome.moments)).map(([when, cause = ""]) => [
      when,
      comparable(cause),
    ]);
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(expected));
  });

  it("names what waited in vain: the Ingress, and later the binding with the pods", () => {
    expect(
      outcome.moments.map(({ symptoms }) => symptoms.map(({ where }) => where.split(" ").at(-1))),
    ).toEqual([
      ...Array.from({ length: 11 }, () => ["myeks-ingress-ingress"]),
      ["myeks-app-rollout-targets", "myeks-app-rollout-pods"],
      ["myeks-app-rollout-targets", "myeks-app-rollout-pods"],
      ["myeks-app-rollout-targets"],
    ]);
  });

  it("goes on to healthy targets with the whole policy", () => {
    expect(told(outcome.afterRemedy)).toMatchInlineSnapshot(`
      "with the whole policy
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)"
    `);
  });
});

/**
 * Session names and, for actions that AWS does not check on single resources, the resource were made up for the
 * recording; AWS adds an encoded message to some of EC2's refusals.
 */
function comparable(text: string): string {
  return text
    .replaceAll(/assumed-role\/\S+/g, "assumed-role/ROLE")
    .replaceAll(/ on resource: \S+/g, "")
    .replaceAll(/ Encoded authorization failure message: [\w-]+/g, "");
}
