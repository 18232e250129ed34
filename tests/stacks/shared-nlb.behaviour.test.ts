/** A Network Load Balancer that two clusters share, while it changes. */
import { beforeAll, expect, it } from "vitest";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";

const CONNECTS = { protocol: "TCP" };

const BROKER = {
  image: "registry.example.com/broker:1",
  port: 1883,
  routes: [],
  probes: { startup: CONNECTS, readiness: CONNECTS, liveness: CONNECTS },
};

let fleet: LivingFleet;

const listening = (...ports: readonly number[]): Changes => inNamespace("iot", ports);

const inNamespace = (namespace: string, ports: readonly number[]): Changes => ({
  app: undefined,
  apps: {
    shop: { image: "registry.example.com/shop:1" },
    broker: { ...BROKER, namespace, nlb: { shared: true, ports: ports.map((port) => ({ port })) } },
  },
});

beforeAll(async () => {
  fleet = new LivingFleet();
  await fleet.succeed("cluster1", listening(1883, 8883));
  await fleet.succeed("cluster2", listening(1883, 8883));
});

it("keeps a port while another cluster has pods behind it", async () => {
  expect(await fleet.refusal("cluster1", listening(1883))).toBe(
    'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n' +
      "  - apps.broker.nlb.ports has no port 8883 any more, but other clusters have pods behind that port: myeks-cluster2; set it back, or take the port away there first (pulumi up of their stacks), and make the change after that",
  );
});

it("lets a port go that the other clusters have let go of, though they have pods behind the others", async () => {
  await fleet.succeed("cluster2", listening(1883));
  fleet.cloud.clock.advance(60_000);
  await fleet.succeed("cluster1", listening(1883));
});

it("stays in its namespace, beside that of the Ingress, while other clusters have pods behind it", async () => {
  expect(await fleet.refusal("cluster1", inNamespace("things", [1883]))).toBe(
    'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n' +
      "  - apps.broker.namespace is things and was iot, but other clusters have pods behind that load balancer: myeks-cluster2; set it back, or take nlb away there first (pulumi up of their stacks), and make the change after that",
  );
});
