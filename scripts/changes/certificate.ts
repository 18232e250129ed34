import { change, type Change, type Effect } from "./change.ts";

const ZONE = { "certificate.zone": { id: "ZEXAMPLE" } };
const CERTIFICATE = { ...ZONE, "certificate.names": ["example.com", "*.example.com"] };
const MADE = ["Certificate", "CertificateValidation", "Record"] as const;

/** A new certificate takes the place of the former one, which goes when no listener has it any more. */
const exchanged = (listener: string): Effect => ({
  creates: ["Record"],
  updates: [listener],
  replaces: ["Certificate", "CertificateValidation"],
});

export const CERTIFICATE_CHANGES: readonly Change[] = [
  change(
    "certificate.names",
    ["example.com", "*.example.com"],
    { creates: MADE, updates: ["Ingress"] },
    { with: ZONE },
  ),
  change(
    "certificate.names",
    ["example.com", "*.example.com"],
    {
      creates: ["Certificate", "CertificateValidation", "Listener", "ListenerRule", "Record"],
      updates: ["Listener", "SecurityGroup"],
      deletes: ["ListenerRule"],
    },
    { fleet: "edge", with: ZONE },
  ),
  change("certificate.names", ["example.com", "www.example.com"], exchanged("Ingress"), {
    before: CERTIFICATE,
  }),
  change("certificate.names", ["example.com", "www.example.com"], exchanged("Listener"), {
    fleet: "edge",
    before: CERTIFICATE,
  }),
  change(
    "certificate.names",
    ["example.org"],
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - certificate.zone.id is "ZEXAMPLE", the zone example.com, which example.org is not in; give a zone of all names, or other names',
    },
    { before: CERTIFICATE },
  ),
  change(
    "certificate.names",
    undefined,
    {
      creates: ["ListenerRule"],
      updates: ["Listener", "SecurityGroup"],
      deletes: ["Certificate", "CertificateValidation", "Listener", "ListenerRule", "Record"],
    },
    { fleet: "edge", before: CERTIFICATE, with: { "certificate.zone": undefined }, words: "none any more" },
  ),
  change("certificate.keepRecords", true, {}, { before: CERTIFICATE }),
  change(
    "certificate.zone.name",
    "example.com",
    {},
    { before: CERTIFICATE, with: { "certificate.zone.id": undefined } },
  ),
  change(
    "tags",
    { team: "web" },
    {
      updates: [
        "Certificate",
        "InternetGateway",
        "Listener",
        "ListenerRule",
        "LoadBalancer",
        "Policy",
        "RouteTable",
        "SecurityGroup",
        "Subnet",
        "TargetGroup",
        "Vpc",
      ],
    },
    { fleet: "edge", before: CERTIFICATE },
  ),
  change(
    "certificate.zone.id",
    "ZOTHER",
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - certificate.zone.id is "ZOTHER", but the account has no such public hosted zone; make it, or name one that is there',
    },
    { before: CERTIFICATE },
  ),
  change(
    "ingress.tls.certificateArns",
    ["arn:aws:acm:ap-northeast-2:123456789012:certificate/12345678-1234-1234-1234-123456789012"],
    { updates: ["Ingress"] },
    { before: CERTIFICATE, words: "a given one beside that of the stack" },
  ),
];
