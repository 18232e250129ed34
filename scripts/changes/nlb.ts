import {
  type Change,
  change,
  type ChangeOptions,
  type Effect,
  everywhere,
  inMembers,
  type Settings,
} from "./change.ts";
import { APPS, SHOP } from "./fleets.ts";

const NLB = { scheme: "internet-facing", ports: [{ port: 9000 }] };
const TWO_PORTS = { ...NLB, ports: [...NLB.ports, { port: 9001 }] };

/** The container's Network Load Balancers change, by these fields; each cluster has one. */
function nlb(words: string, fields: object | undefined, effect: Effect, options: ChangeOptions = {}): Change {
  const { before = { nlb: NLB }, ...others } = options;
  return change("apps", withNlb(fields && { ...NLB, ...fields }), effect, {
    words: `its Network Load Balancer: ${words}`,
    of: "all",
    fleet: "applications",
    before: { apps: withNlb(before["nlb"] as object | undefined) },
    ...others,
  });
}

function withNlb(fields: object | undefined) {
  return { ...APPS, shop: { ...SHOP, ...(fields && { nlb: fields }) } };
}

/** That of the owner's own cluster alone changes. */
function here(words: string, appOverrides: object, before: Settings): Change {
  return change(
    "appOverrides",
    appOverrides,
    { replaces: ["Service"] },
    {
      words: `its Network Load Balancer: ${words}`,
      fleet: "applications",
      before: { apps: withNlb({ ...NLB, scheme: "internal" }), ...before },
    },
  );
}

/** An address in each of the owner's private subnets. */
function fixed(host: number): object {
  const privateIpv4 = [12, 16, 20].map((subnet) => `192.168.${subnet}.${host}`);
  return overridden({ privateIpv4 });
}

function overridden(addresses: object): object {
  return { shop: { nlb: { addresses } } };
}

/** The Service's change, in every stack. */
const UPDATED = everywhere({ updates: ["Service"] });

/** Network Load Balancers beside the shared load balancer. */
export const NLB_CHANGES: readonly Change[] = [
  nlb("one in each cluster", {}, everywhere({ creates: ["Service"] }), { before: {} }),
  nlb("none any more", undefined, everywhere({ deletes: ["Service"] })),
  nlb("cross-zone", { crossZone: true }, UPDATED),
  nlb("one more port", TWO_PORTS, UPDATED),
  nlb("another port", { ports: [{ port: 9001 }] }, UPDATED),
  nlb("who may connect", { sourceRanges: ["203.0.113.0/24"] }, UPDATED),
  nlb("health checks by HTTP", { healthCheck: { protocol: "HTTP", path: "/healthz" } }, UPDATED),
  nlb("target type instance", { targetType: "instance" }, UPDATED),
  nlb("scheme internal", { scheme: "internal" }, everywhere({ replaces: ["Service"] })),
  here("fixed addresses", fixed(10), {}),
  here("other fixed addresses", fixed(20), { appOverrides: fixed(10) }),
  here("elastic addresses", overridden({ allocationIds: ["<elastic address 0>", "<elastic address 1>"] }), {
    apps: withNlb(NLB),
    "vpc.availabilityZoneCount": 2,
  }),
  nlb(
    "shared by all clusters",
    { shared: true },
    {
      others: inMembers({ creates: ["TargetGroupBinding"], updates: ["Service"] }),
    },
  ),
  shared(
    "one of its own for each cluster again",
    { shared: false },
    {
      others: inMembers({ replaces: ["Service"], deletes: ["TargetGroupBinding"] }),
    },
  ),
  shared("cross-zone", { crossZone: true }, { updates: ["Service"] }),
  shared(
    "one more port",
    TWO_PORTS,
    {
      updates: ["Service"],
      others: inMembers({ creates: ["TargetGroupBinding"], updates: ["Service"] }),
    },
    // What goes must be let go of before.
    { back: [{ apps: withNlb({ ...TWO_PORTS, shared: false }) }] },
  ),
  shared("none any more", undefined, {
    refused: refusal("a problem", ["nlb is gone"]),
  }),
  shared(
    "another scheme, target type, health check and port",
    {
      scheme: "internal",
      targetType: "instance",
      healthCheck: { protocol: "HTTP", intervalSeconds: 20 },
      ports: [{ port: 9001 }],
    },
    {
      refused: refusal("5 problems", [
        "nlb.targetType is instance and was ip",
        "nlb.scheme is internal and was internet-facing",
        "nlb.healthCheck.protocol is HTTP and was TCP",
        "nlb.healthCheck.intervalSeconds is 20 and was 10",
        "nlb.ports has no port 9000 any more",
      ]),
    },
  ),
];

function refusal(count: string, changes: readonly string[]): string {
  const lines = changes.map((change) => {
    const [place, what] = change.startsWith("nlb.ports")
      ? ["that port", "the port"]
      : ["that load balancer", "nlb"];
    return (
      `\n  - apps.shop.${change}, but other clusters have pods behind ${place}: myeks-cluster2, myeks-cluster3; ` +
      `set it back, or take ${what} away there first (pulumi up of their stacks), and make the change after that`
    );
  });
  return `the configuration of stack "cluster1" has ${count} (Pulumi.cluster1.yaml):${lines.join("")}`;
}

/** As before, of one that all clusters share. */
function shared(
  words: string,
  fields: object | undefined,
  effect: Effect,
  options: ChangeOptions = {},
): Change {
  const before = { nlb: { ...NLB, shared: true } };
  return nlb(`shared, ${words}`, fields && { shared: true, ...fields }, effect, { before, ...options });
}
