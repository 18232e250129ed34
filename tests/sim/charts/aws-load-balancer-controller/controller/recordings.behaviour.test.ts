import { describe, expect, it } from "vitest";
import { ACTIONS, Replay } from "../../../../support/controller-replay/replay.ts";
import type { Snapshot } from "../../../../support/controller-replay/snapshot.ts";
import type { WorldOptions } from "../../../../support/controller-replay/world.ts";
import { testsReach } from "../../../../support/reach.ts";

/** What was recorded from AWS Load Balancer Controller v3.5.0, and the world of each recording. */
const SCENARIOS: Readonly<Record<string, WorldOptions>> = {
  "multi-cluster-both-flags-on": {},
  "member-flag-off": {},
  "both-flags-off": {},
  "no-networking": {},
  "external-target-group": { edge: { "edge-shared": 1 } },
  "weighted-target-groups": { edge: { "edge-myeks": 90, "edge-myeks-cluster2": 10 } },
  "scale-to-zero": { edge: { "edge-shared": 1 } },
  "lost-cluster": { edge: { "edge-shared": 1 } },
  annotations: {},
  "instance-targets": {},
  "controller-gone-first": {},
  "paths-and-services": {},
  "tls-and-redirect": {},
  "controller-owned-backend-group": { values: { backendSecurityGroup: null } },
  "readiness-gates": {},
  "one-zone": { zones: ["a"] },
  "subnets-found-by-route": { roleTags: false },
  "subnets-without-role-tags": { roleTags: false, internetRoute: false },
};

/**
 * How often an event came in steps where it depends on chance: the real controller reads from a cache that lags
 * behind its own writes, sees an old checkpoint of the binding, and reconciles once more without need.
 */
const EVENT_COUNTS: Readonly<Record<string, number>> = {
  "readiness-gates: primary: two pods created after the Ingress": 2,
  "readiness-gates: 15 s later": 2,
  "scale-to-zero: second cluster: no pod": 3,
};

describe.each(Object.entries(SCENARIOS))("%s", (name, options) => {
  testsReach(`recording ${name}`);
  const replay = new Replay(name, options);
  it.each(replay.recording.steps.map((step) => [step.step, step] as const))("%s", (_name, step) => {
    replay.play(step, ACTIONS[step.step]);
    const recorded = replay.expected(step);
    expect(replay.actual(step)).toEqual(withoutChance(recorded, EVENT_COUNTS[`${name}: ${step.step}`]));
  });
});

/** Puts a count in place of the recorded ones of four. */
function withoutChance(recorded: Snapshot, count: number | undefined): Snapshot {
  if (count === undefined) return recorded;
  return JSON.parse(JSON.stringify(recorded).replaceAll('"count":4', `"count":${count}`)) as Snapshot;
}
