import { type Change, change, type ChangeOptions, type Effect, everywhere } from "./change.ts";
import { APPS, SHOP } from "./fleets.ts";

const NAMES = { hosts: ["play.example.com"], weight: 100 };
const NLB = { scheme: "internet-facing", ports: [{ port: 9000 }] };
const EXTERNAL_DNS = { zones: [{ name: "example.com" }], sources: ["service"], policy: "sync" };

/** Each cluster has a Network Load Balancer, and they have these names. */
function withNames(names?: object) {
  return { ...APPS, shop: { ...SHOP, nlb: { ...NLB, ...(names && { names }) } } };
}

/** All stacks get other names. */
function names(words: string, from: object | undefined, to: object | undefined, effect: Effect): Change {
  return change("apps", withNames(to), effect, {
    words: `its Network Load Balancers' name: ${words}`,
    of: "all",
    fleet: "applications",
    before: { apps: withNames(from), "addons.externalDns": EXTERNAL_DNS },
  });
}

/** One stack does otherwise. */
function here(words: string, fields: object, effect: Effect, options: ChangeOptions = {}): Change {
  return change("appOverrides", { shop: { nlb: { names: fields } } }, effect, {
    words: `its Network Load Balancer's name: ${words}`,
    of: "all",
    fleet: "applications",
    names: NAMES.hosts,
    before: { apps: withNames(NAMES), "addons.externalDns": EXTERNAL_DNS },
    ...options,
  });
}

/** Names of Network Load Balancers, which share out clients by weights. */
export const NLB_NAMES_CHANGES: readonly Change[] = [
  names("one for all, by weights", undefined, NAMES, everywhere({ creates: ["Service"] })),
  names("none any more", NAMES, undefined, everywhere({ deletes: ["Service"] })),
  here("another weight", { weight: 50 }, everywhere({ updates: ["Service"] })),
];
