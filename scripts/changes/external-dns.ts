import { change, type Change } from "./change.ts";

const KEY = "addons.externalDns";
const NAMED = { zones: [{ name: "example.com" }] };
const MADE = { creates: ["Release", "Role", "RolePolicy", "ServiceAccount"] } as const;
const ON = { before: { [KEY]: NAMED } } as const;

/** ExternalDNS on a living cluster: on, with another policy, off, and back. */
export const EXTERNAL_DNS_CHANGES: readonly Change[] = [
  change(`${KEY}.zones[].id`, "ZEXAMPLE", MADE, { with: { [`${KEY}.domainFilters`]: ["example.com"] } }),
  change(`${KEY}.zones[].name`, "example.com", MADE, { of: "member" }),
  change(`${KEY}.policy`, "sync", { updates: ["Release", "RolePolicy"] }, ON),
  change(
    `${KEY}.policy`,
    undefined,
    { deletes: MADE.creates },
    { before: { [KEY]: { ...NAMED, policy: "sync" } }, with: { [KEY]: undefined }, words: "none any more" },
  ),
  change(`${KEY}.domainFilters`, ["shop.example.com"], { updates: ["Release", "RolePolicy"] }, ON),
  change(`${KEY}.sources`, ["service"], { updates: ["Release"] }, ON),
  change(
    "addons.gatewayApi",
    true,
    { creates: ["GatewayClass", "LoadBalancerConfiguration"], updates: ["Release"] },
    { ...ON, words: "`true` beside ExternalDNS, which then looks at routes too" },
  ),
  change(`${KEY}.txtOwnerId`, "shop", { updates: ["Release"] }, ON),
  change(`${KEY}.txtPrefix`, "mci-", { updates: ["Release", "RolePolicy"] }, ON),
  change(`${KEY}.annotationPrefix`, "external-dns.alpha.kubernetes.io/", { updates: ["Release"] }, ON),
  change(
    `${KEY}.identity`,
    "pod-identity",
    { creates: ["Addon", "PodIdentityAssociation"], updates: ["Release"] },
    ON,
  ),
  change(
    `${KEY}.tolerations[].key`,
    "dedicated",
    { updates: ["Release"] },
    {
      ...ON,
      with: {
        [`${KEY}.tolerations[0].operator`]: "Equal",
        [`${KEY}.tolerations[0].value`]: "system",
        [`${KEY}.tolerations[0].effect`]: "NoSchedule",
      },
    },
  ),
  change(
    `${KEY}.zones[].private`,
    true,
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - addons.externalDns.zones[0].name is "example.com", but the account has no such private hosted zone; make it, or name one that is there',
    },
    ON,
  ),
];
