import { change, type Change } from "./change.ts";
import { APPS, SHOP } from "./fleets.ts";

const ZONE = { "dns.zone": { id: "ZEXAMPLE" } };
const DNS = { ...ZONE, "dns.names": ["example.com", "shop.example.com"] };
const ON_EDGE = { fleet: "edge" } as const;

export const DNS_CHANGES: readonly Change[] = [
  change(
    "dns.names",
    ["example.com", "*.example.com"],
    { creates: ["Record"], updates: ["Ingress"] },
    { with: ZONE },
  ),
  change("dns.names", ["shop.example.com"], { creates: ["Record"] }, { fleet: "edge", with: ZONE }),
  change("dns.names", ["example.com"], { deletes: ["Record"] }, { before: DNS }),
  change(
    "dns.names",
    ["*.example.com"],
    { creates: ["Record"], deletes: ["Record"] },
    { ...ON_EDGE, before: DNS },
  ),
  change(
    "apps",
    { ...APPS, shop: { ...SHOP, routes: [{ hosts: ["www.example.com"] }] } },
    { creates: ["ListenerRule", "Record"], deletes: ["ListenerRule", "Record"] },
    {
      ...ON_EDGE,
      before: ZONE,
      hosts: ["www.example.com"],
      words: "another host, where names are the hosts of the routes",
    },
  ),
  change("dns.zone.name", "example.com", {}, { before: DNS, with: { "dns.zone.id": undefined } }),
  change(
    "dns.zone.private",
    true,
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - dns.zone.name is "example.com", but the account has no such private hosted zone; make it, or name one that is there',
    },
    { before: DNS, with: { "dns.zone": { name: "example.com" } } },
  ),
  change(
    "dns.zone.id",
    "ZOTHER",
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - dns.zone.id is "ZOTHER", but the account has no such hosted zone; make it, or name one that is there',
    },
    { before: DNS },
  ),
];
