import { describe, expect, it } from "vitest";
import { externalDnsPolicy, type ZonesScope } from "../../../../components/index.ts";
import { authorize } from "../../../../sim/aws/iam/authorize.ts";
import { AwsError } from "../../../../sim/core/errors.ts";
import {
  ExternalDnsScene,
  give,
  INGRESS,
  MEMBER,
  PRIMARY,
  readRecording,
  roleWith,
} from "../../../support/external-dns-scene.ts";

const SCOPE: ZonesScope = {
  partition: "aws",
  zoneIds: ["ZONEEXAMPLECOM"],
  domainFilters: ["example.com"],
  policy: "sync",
};

describe("the policy of ExternalDnsAddon", () => {
  it.each<[string, Partial<ZonesScope>]>([
    ["ingress-record", {}],
    ["service-annotations", {}],
    ["txt-prefix", { txtPrefix: "mci-" }],
    ["two-owners", {}],
    ["upsert-only", { policy: "upsert-only" }],
  ])("allows every call of the recording %s", (name, scope) => {
    const scene = new ExternalDnsScene();
    const role = roleWith(scene, externalDnsPolicy({ ...SCOPE, ...scope }).Statement);
    const recording = readRecording(name);
    const args = recording.arguments.filter((arg) => !arg.startsWith("--txt-owner-id"));
    for (const cluster of [PRIMARY, MEMBER]) scene.start(cluster, args, role);
    for (const step of recording.steps) {
      give(scene, step);
      if (step.given.length === 0 && step.step.match(/deleted|go$/))
        scene.api(PRIMARY).delete(INGRESS, "game", "app");
      scene.work(179_000);
      expect(scene.records()).toEqual(step.after.records["example.com"]);
    }
    const calls = scene.cloud.journal.entries().filter(({ service }) => service === "route53");
    expect(calls.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  // Those of others are in botocore's model of 2013-04-01.
  it.each([
    "route53:GetHostedZone",
    "route53:CreateHostedZone",
    "route53:DeleteHostedZone",
    "route53:ChangeTagsForResource",
    "route53:ListTagsForResources",
    "route53:GetChange",
    "route53:AssociateVPCWithHostedZone",
    "route53domains:UpdateDomainNameservers",
    "sts:AssumeRole",
  ])("denies %s", (action) => {
    const scene = new ExternalDnsScene();
    const role = roleWith(scene, externalDnsPolicy(SCOPE).Statement);
    const resources = ["arn:aws:route53:::hostedzone/ZONEEXAMPLECOM"];
    expect(() => {
      authorize(scene.cloud, role, "route53", { action, resources });
    }).toThrow(`is not authorized to perform: ${action}`);
  });

  it.each(["ListResourceRecordSets", "ChangeResourceRecordSets"])("denies %s in other zones", (action) => {
    expect(outcome({}, action, { ...change(), HostedZoneId: "ZONEOTHERNET" })).toBe("AccessDenied");
  });

  it.each<[string, Partial<ZonesScope>, ReturnType<typeof change>, string]>([
    ["a record", {}, change(), "allowed"],
    ["a wildcard", {}, change({ Name: "*.example.com" }), "allowed"],
    ["the domain itself", {}, change({ Name: "example.com" }), "allowed"],
    ["its deletion, with sync", {}, change({}, "DELETE"), "allowed"],
    ["its deletion, with upsert-only", { policy: "upsert-only" }, change({}, "DELETE"), "AccessDenied"],
    ["another type", {}, change({ Type: "NS" }), "AccessDenied"],
    ["a name of another domain", { domainFilters: ["shop.example.com"] }, change(), "AccessDenied"],
    [
      "a name that only ends in the same letters",
      { domainFilters: ["shop.example.com"] },
      change({ Name: "workshop.example.com" }),
      "AccessDenied",
    ],
    [
      "the TXT record of a domain below the zone",
      { domainFilters: ["shop.example.com"] },
      change({ Name: "a-shop.example.com", Type: "TXT" }),
      "allowed",
    ],
    [
      "the TXT record of a domain below the zone, with a prefix",
      { domainFilters: ["shop.example.com"], txtPrefix: "%{record_type}.of." },
      change({ Name: "cname.of.shop.example.com", Type: "TXT" }),
      "allowed",
    ],
    ["any name of the zone where no domain is given", { domainFilters: [] }, change(), "allowed"],
  ])("says of %s", (_what, scope, input, expected) => {
    expect(outcome(scope, "ChangeResourceRecordSets", input)).toBe(expected);
  });
});

function change(set: { Name?: string; Type?: string } = {}, Action = "CREATE") {
  const ResourceRecordSet = { Name: "app.example.com", Type: "A", TTL: 300, ResourceRecords: [], ...set };
  return { HostedZoneId: "ZONEEXAMPLECOM", ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] } };
}

/** What IAM says; what Route 53 says afterwards does not matter. */
function outcome(scope: Partial<ZonesScope>, action: string, input: object): string {
  const scene = new ExternalDnsScene();
  const role = roleWith(scene, externalDnsPolicy({ ...SCOPE, ...scope }).Statement);
  try {
    scene.cloud.call(role, "route53", action as "ChangeResourceRecordSets", input as never);
  } catch (error) {
    if (error instanceof AwsError && error.code === "AccessDenied") return error.code;
  }
  return "allowed";
}
