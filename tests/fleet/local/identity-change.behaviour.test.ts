/** The load balancer controller's way to its AWS credentials, changed on a fleet that lives on for longer than any session. */
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import { describe, expect, it } from "vitest";
import { findLeftovers } from "../../../fleet/local/leftovers.ts";
import { verifyTargets } from "../../../fleet/local/verify.ts";
import type { Pod } from "../../../sim/kubernetes/objects.ts";
import type { Changes } from "../../support/changes.ts";
import { LivingFleet } from "../../support/living-fleet.ts";

const HOUR = 3_600_000;

/** Longer than the six hours of a session of Pod Identity, and the one hour of IRSA. */
const SESSIONS_END = 7 * HOUR;

const STACKS = ["cluster1", "cluster2"];

class Fleet {
  readonly #fleet = new LivingFleet();
  readonly cloud = this.#fleet.cloud;

  async up(changes: Changes): Promise<void> {
    for (const stack of STACKS) await this.#fleet.succeed(stack, changes);
  }

  /** States of the targets when those of former pods are gone. */
  targets(): string[] {
    this.cloud.clock.advance(HOUR);
    return verifyTargets(this.cloud).targets.map(({ state }) => state);
  }

  /** How each pod of a controller was told to get its credentials; its name tells it from those before it. */
  controllers(): Record<string, string> {
    return Object.fromEntries(
      [...clustersOf(this.cloud).values()].flatMap(({ name, api }) =>
        (api.list("v1/Pod", { namespace: "kube-system" }) as Pod[])
          .filter(({ metadata }) => metadata.name.startsWith("aws-load-balancer-controller-"))
          .map(({ metadata, spec }) => [`${name}/${metadata.name}`, wayOf(spec)]),
      ),
    );
  }

  destroy(): string[] {
    const refusals = STACKS.toReversed().flatMap((stack) => this.#fleet.destroy(stack).refusal ?? []);
    return [...refusals, ...findLeftovers(this.cloud)];
  }
}

/** The first of the SDKs' ways that the pod's variables open. */
function wayOf({ containers: [container] }: Pod["spec"]): string {
  const names = container?.env?.map(({ name }) => name) ?? [];
  if (names.includes("AWS_WEB_IDENTITY_TOKEN_FILE")) return "irsa";
  return names.includes("AWS_CONTAINER_CREDENTIALS_FULL_URI") ? "pod-identity" : "node";
}

describe.each([
  { from: "irsa", to: "pod-identity" },
  { from: "pod-identity", to: "irsa" },
])("from $from to $to", ({ from, to }) => {
  it("replaces the controllers' pods, which work on when all sessions have ended", async () => {
    const fleet = new Fleet();
    await fleet.up({ controller: { identity: from } });
    const before = fleet.controllers();
    expect(Object.values(before)).toEqual([from, from, from, from]);
    await fleet.up({ controller: { identity: to } });
    const after = fleet.controllers();
    expect(Object.values(after)).toEqual([to, to, to, to]);
    expect(Object.keys(after).filter((pod) => pod in before)).toEqual([]);
    fleet.cloud.clock.advance(SESSIONS_END);
    await fleet.up({ controller: { identity: to }, app: { replicas: 3 } });
    expect(fleet.targets()).toEqual(Array(6).fill("healthy"));
    fleet.cloud.clock.advance(SESSIONS_END);
    expect(fleet.destroy()).toEqual([]);
  });
});

it("from irsa to pod-identity leaves no controller without credentials when its agent is there already", async () => {
  const fleet = new Fleet();
  const addons = { podIdentityAgent: true };
  await fleet.up({ controller: { identity: "irsa" }, addons });
  await fleet.up({ controller: { identity: "pod-identity" }, addons });
  fleet.cloud.clock.advance(SESSIONS_END);
  await fleet.up({ controller: { identity: "pod-identity" }, addons, app: { replicas: 3 } });
  expect(fleet.targets()).toEqual(Array(6).fill("healthy"));
});
