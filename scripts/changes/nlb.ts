import { type Change, change, type ChangeOptions, type Effect, inMembers } from "./change.ts";
import { APPS, SHOP } from "./fleets.ts";

const NLB = { scheme: "internet-facing", ports: [{ port: 9000 }] };

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

/** The Service's change, in every stack. */
const UPDATED: Effect = { updates: ["Service"], others: inMembers({ updates: ["Service"] }) };

/** Network Load Balancers beside the shared load balancer. */
export const NLB_CHANGES: readonly Change[] = [
  nlb(
    "one in each cluster",
    {},
    { creates: ["Service"], others: inMembers({ creates: ["Service"] }) },
    { before: {} },
  ),
  nlb("none any more", undefined, { deletes: ["Service"], others: inMembers({ deletes: ["Service"] }) }),
  nlb("cross-zone", { crossZone: true }, UPDATED),
  nlb("one more port", { ports: [...NLB.ports, { port: 9001 }] }, UPDATED),
  nlb("another port", { ports: [{ port: 9001 }] }, UPDATED),
  nlb("who may connect", { sourceRanges: ["203.0.113.0/24"] }, UPDATED),
  nlb("health checks by HTTP", { healthCheck: { protocol: "HTTP", path: "/healthz" } }, UPDATED),
  nlb("target type instance", { targetType: "instance" }, UPDATED),
  nlb(
    "scheme internal",
    { scheme: "internal" },
    {
      replaces: ["Service"],
      others: inMembers({ replaces: ["Service"] }),
    },
  ),
];
