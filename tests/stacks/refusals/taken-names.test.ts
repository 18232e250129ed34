import { expect, it } from "vitest";
import type { OwnerConfig } from "../../../stacks/config/stack-config.ts";
import { refuseTakenNames } from "../../../stacks/refusals/taken-names.ts";
import { refused } from "../../support/refused.ts";

const RECORD = "aws:route53/record:Record";
const ALIAS = { aliasTarget: { dnsName: "old.elb.amazonaws.com." }, resourceRecords: [] };
const TXT = (text: string) => ({ type: "TXT", resourceRecords: [{ value: `"${text}"` }] });

/** What is refused of names in a zone with records. @param own names in the state of records with that id. */
function refusal(names: string[], records: object[], own: Readonly<Record<string, string>> = {}) {
  const config = { clusterName: "myeks", apps: [], dns: { zone: { id: "Z1" }, names } };
  const outputs = Object.entries(own).map(([resource, id]) => {
    const [zoneId, name, type] = id.split("_");
    return [`urn:pulumi:s::p::${RECORD}::${resource}`, { type: RECORD, outputs: { zoneId, name, type } }];
  });
  return refused(() => refuseTakenNames(config as unknown as OwnerConfig), {
    "aws:route53/getZone:getZone": () => ({ zoneId: "Z1", name: "example.com", privateZone: false }),
    "aws:route53/getRecords:getRecords": () => ({ resourceRecordSets: records }),
    "pulumi:pulumi:readStackResourceOutputs": () => ({ outputs: Object.fromEntries(outputs) as object }),
  });
}

it("names without a record, and those that the stack has made, are accepted", async () => {
  const records = [
    { name: "a.example.com.", type: "A", ...ALIAS },
    { name: String.raw`\052.example.com.`, type: "A", ...ALIAS },
    { name: "b.example.com.", type: "MX", resourceRecords: [] },
  ];
  const own = {
    "myeks-names-a.example.com": "Z1_a.example.com_A",
    "myeks-names-*.example.com": "Z1_*.example.com_A",
  };
  expect(await refusal(["a.example.com", "*.example.com", "b.example.com"], records, own)).toBe("accepted");
});

it.each<[string, string, object[], Record<string, string>, string]>([
  [
    "somebody's",
    "a.example.com",
    [
      {
        name: "a.example.com.",
        type: "A",
        resourceRecords: [{ value: "192.0.2.1" }, { value: "192.0.2.2" }],
      },
    ],
    { "myeks-names-a.example.com": "Z2_a.example.com_A" },
    "(A 192.0.2.1, 192.0.2.2), which this stack did not make; let its owner give it up, or leave it out",
  ],
  [
    "another name's",
    "*.example.com",
    [{ name: String.raw`\052.example.com.`, type: "CNAME", resourceRecords: [{ value: "b.example.org" }] }],
    {},
    "(CNAME b.example.org), which this stack did not make; let its owner give it up, or leave it out",
  ],
  [
    "that of an ExternalDNS",
    "shop.example.com",
    [
      { name: "a-workshop.example.com.", ...TXT("heritage=external-dns,external-dns/owner=other") },
      { name: "shop.example.com.", type: "A", ...ALIAS },
      {
        name: "mci-a-shop.example.com.",
        ...TXT("heritage=external-dns,external-dns/owner=myeks,external-dns/resource=ingress/game/app"),
      },
    ],
    {},
    "(A old.elb.amazonaws.com.), which ExternalDNS myeks made for ingress/game/app, as its TXT record mci-a-shop.example.com says; let its owner give it up, or leave it out",
  ],
  [
    "the stack's own under a former name",
    "a.example.com",
    [{ name: "a.example.com.", type: "A", ...ALIAS }],
    { "eks-names-a.example.com": "Z1_a.example.com_A" },
    "(A old.elb.amazonaws.com.), made by this stack as eks-names-a.example.com; take it out of dns, update, and put it back in after that",
  ],
])("a record that is there and is %s is refused", async (_whose, name, records, own, expected) => {
  expect(await refusal([name], records, own)).toBe(
    `dns has ${name}, of which zone example.com (Z1) has a record already ${expected}`,
  );
});
