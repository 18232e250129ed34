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
  "several-apps": {},
  "app-removed": {},
  annotations: {},
  "instance-targets": {},
  "controller-gone-first": {},
  "paths-and-services": {},
  "tls-and-redirect": {},
  "controller-owned-backend-group": { values: { backendSecurityGroup: null } },
  "readiness-gates": {},
  "one-zone": { zones: ["a"] },
  "subnets-found-by-route": { roleTags: false },
  "nlb-ip": {},
  "nlb-instance": {},
  "nlb-multi-cluster": {},
  "nlb-changes": {},
  "subnets-without-role-tags": { roleTags: false, internetRoute: false },
  "gateway-http": { gatewayApi: "1.6.1" },
  "gateway-multi-cluster": { gatewayApi: "1.6.1" },
  "gateway-several-routes": { gatewayApi: "1.6.1" },
  "gateway-over-external-target-group": { gatewayApi: "1.6.1", targetGroup: "edge-shared" },
};

/**
 * How often an event came in steps where it depends on chance: the real controller reads from a cache that lags
 * behind its own writes, sees an old checkpoint of the binding, and reconciles once more without need.
 */
const EVENT_COUNTS: Readonly<Record<string, { readonly recorded: number; readonly here: number }>> = {
  "readiness-gates: primary: two pods created after the Ingress": { recorded: 4, here: 2 },
  "readiness-gates: 15 s later": { recorded: 4, here: 2 },
  "scale-to-zero: second cluster: no pod": { recorded: 4, here: 3 },
  "gateway-several-routes: Gateway with two routes": { recorded: 2, here: 1 },
  "gateway-several-routes: route api deleted": { recorded: 2, here: 1 },
};

describe.each(Object.entries(SCENARIOS))("%s", (name, options) => {
  testsReach(`recording ${name}`);
  const replay = new Replay(name, options);
  it.each(replay.recording.steps.map((step) => [step.step, step] as const))("%s", (_name, step) => {
    replay.play(step, ACTIONS[step.step]);
    const recorded = withoutChance(replay.expected(step), EVENT_COUNTS[`${name}: ${step.step}`]);
    expect(retriesOnce(replay.actual(step))).toEqual(retriesOnce(recorded));
    if (step.gateway !== undefined) expect(replay.actualGateways()).toEqual(replay.expectedGateways(step));
  });
});

/** Puts the counts of here in place of the recorded ones. */
function withoutChance(
  recorded: Snapshot,
  counts: { readonly recorded: number; readonly here: number } | undefined,
): Snapshot {
  if (counts === undefined) return recorded;
  const text = JSON.stringify(recorded).replaceAll(`"count":${counts.recorded}`, `"count":${counts.here}`);
  return JSON.parse(text) as Snapshot;
}

/** A binding's target group that is gone. Each answer of AWS has another request id, so that events pile up. */
const GONE =
  /^(?:\(combined from similar events\): )?(Failed reconcile due to .*), RequestID: \S+ TargetGroupNotFound: .*$/;

/** Has what was tried over and over, by chance more or less often, and in the words of the recordings' stand-in, once. */
function retriesOnce(snapshot: Snapshot): Snapshot {
  const clusters = Object.entries(snapshot.kubernetes as Record<string, { events: RecordedEvent[] }>);
  return {
    ...snapshot,
    kubernetes: Object.fromEntries(
      clusters.map(([name, contents]) => [name, { ...contents, events: eventsOnce(contents.events) }]),
    ),
  };
}

interface RecordedEvent {
  readonly message: string;
  readonly object: string;
}

/** The recordings have no event of any Gateway, though the controller's source has it tell them. */
function eventsOnce(all: readonly RecordedEvent[]): object[] {
  const events = all.filter(({ object }) => !object.startsWith("Gateway/"));
  const gone = events.filter(({ message }) => GONE.test(message));
  const once = new Map(gone.map(({ message, object }) => [object, message.replace(GONE, "$1: it is gone")]));
  return [...events.filter((event) => !gone.includes(event)), ...once];
}
