import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { Certificate, type CertificateArgs } from "../../../components/index.ts";
import { defined } from "../../../components/shared/defined.ts";
import { runProgram, type Answers } from "../../support/pulumi-program.ts";

const ARN = "arn:aws:acm:eu-west-1:111122223333:certificate/c";
const NAMES = ["example.com", "*.example.com", "www.shop.example.com"];

const answers: Answers = {
  calls: { "aws:route53/getZone:getZone": ({ name }) => ({ zoneId: `Z-OF-${String(name)}` }) },
  outputs: ({ type, inputs }) =>
    type === "aws:acm/certificate:Certificate"
      ? { arn: ARN, domainValidationOptions: NAMES.map(optionOf) }
      : { ...inputs, fqdn: inputs["name"] as string },
};

function optionOf(domainName: string) {
  const domain = domainName.replace("*.", "");
  return {
    ...{ domainName, resourceRecordName: `_n.${domain}.`, resourceRecordType: "CNAME" },
    resourceRecordValue: `_v.${domain}.`,
  };
}

describe("a certificate", () => {
  it.each([undefined, true])("keeps its records where keepRecords is %s", async (keepRecords) => {
    const { resources } = await runProgram(
      () => new Certificate("edge", { names: NAMES, zone: { id: "Z1" }, ...defined({ keepRecords }) }),
      answers,
    );
    const kept = resources.filter(({ retainOnDelete }) => retainOnDelete).map(({ name }) => name);
    expect(kept).toEqual(keepRecords === true ? ["edge-example.com", "edge-www.shop.example.com"] : []);
  });

  it("has one record for a domain and its wildcard, and hands its ARN over when it is issued", async () => {
    const { resources } = await runProgram(
      () => new Certificate("edge", { names: NAMES, zone: { name: "example.com" } }),
      answers,
    );
    const [, ...children] = resources.map(({ type, name, inputs }) => ({ type, name, inputs }));
    const record = (domain: string) => ({
      type: "aws:route53/record:Record",
      name: `edge-${domain}`,
      inputs: {
        ...{ zoneId: "Z-OF-example.com", name: `_n.${domain}.`, type: "CNAME" },
        ...{ records: [`_v.${domain}.`], ttl: 300, allowOverwrite: true },
      },
    });
    expect(children).toEqual([
      {
        type: "aws:acm/certificate:Certificate",
        name: "edge",
        inputs: {
          ...{ domainName: "example.com", subjectAlternativeNames: NAMES },
          ...{ validationMethod: "DNS", tags: {} },
        },
      },
      record("example.com"),
      record("www.shop.example.com"),
      {
        type: "aws:acm/certificateValidation:CertificateValidation",
        name: "edge-validation",
        inputs: {
          certificateArn: ARN,
          validationRecordFqdns: ["_n.example.com.", "_n.www.shop.example.com."],
        },
      },
    ]);
  });

  it("has the same records in a preview, which does not know what is in them", async () => {
    const { resources } = await runProgram(
      () => new Certificate("edge", { names: NAMES, zone: { id: "Z1" } }),
      { preview: true, calls: {} },
    );
    expect(resources.map(({ name }) => name)).toEqual([
      ...["edge", "edge", "edge-example.com", "edge-www.shop.example.com", "edge-validation"],
    ]);
  });
});

it("warns of more names than a certificate has without a higher quota", async () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  const names = Array.from({ length: 11 }, (_, index) => `a${index}.example.com`);
  for (const count of [10, 11]) {
    await runProgram(() => new Certificate("edge", { names: names.slice(0, count), zone: { id: "Z1" } }), {
      preview: true,
      calls: {},
    });
  }
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    "a certificate has up to 10 names, this one 11; unless AWS has raised the quota of the account, use wildcards",
  ]);
});

describe("args of a certificate", () => {
  const problems = (args: Partial<CertificateArgs>) =>
    Certificate.problems("edge", { names: ["example.com"], zone: { name: "example.com" }, ...args }).map(
      ({ path, reason }) => `${path} ${reason}`,
    );

  it.each([
    [{ names: ["a.example.com", "*.b.example.com"] }],
    [{ names: ["example.org"], zone: { id: "Z0123456789ABCDEFGHIJ" } }],
    [{ names: [`${"a".repeat(52)}.example.com`] }],
    [{ names: Array.from({ length: 100 }, (_, index) => `a${index}.example.com`) }],
  ])("may be %j", (args) => {
    expect(problems(args)).toEqual([]);
  });

  it.each<[Partial<CertificateArgs>, string[]]>([
    [{ names: [] }, ["names is empty; give at least one name"]],
    [
      { names: Array.from({ length: 101 }, (_, index) => `a${index}.example.com`) },
      ["names has 101 entries; use 100 or fewer, as AWS allows no more"],
    ],
    [
      {
        names: [
          ...["a.example.com", "*.*.example.com", "A.example.com", "a.example.com"],
          ...[
            "shop.example.com.",
            "m\u00fcnchen.example.com",
            "Example.org",
            "a_b.example.com",
            "https://example.com",
          ],
        ],
      },
      [
        'names[1] is "*.*.example.com"; use a domain name in lower case such as www.example.com or *.example.com',
        'names[2] is "A.example.com"; use a.example.com',
        'names[4] is "shop.example.com."; use shop.example.com',
        'names[5] is "m\u00fcnchen.example.com"; use xn--mnchen-3ya.example.com',
        'names[6] is "Example.org"; use example.org',
        'names[7] is "a_b.example.com"; use a domain name in lower case such as www.example.com or *.example.com',
        'names[8] is "https://example.com"; use a domain name in lower case such as www.example.com or *.example.com',
        'names[3] is "a.example.com", as is names[0]; name it once',
      ],
    ],
    [
      { names: [`${"a".repeat(53)}.example.com`] },
      ["names[0] has 65 characters, as the common name must not; put one of up to 64 first"],
    ],
    [
      { names: ["example.org", "notexample.com"] },
      [
        'names[0] is "example.org", which is not in zone example.com; leave it out, or give the zone that it is in',
        'names[1] is "notexample.com", which is not in zone example.com; leave it out, or give the zone that it is in',
      ],
    ],
    [{ zone: { name: "Example.com." } }, ['zone.name is "Example.com."; use example.com']],
    [{ zone: {} as never }, ["zone is empty; give id or name"]],
    [{ zone: { id: "Z1", name: "example.com" } as never }, ["zone has id and name; give one"]],
    [{ zone: { id: "z1" } }, ['zone.id is "z1"; use the id of a hosted zone such as Z0123456789ABCDEFGHIJ']],
  ])("must not be %j", (args, expected) => {
    expect(problems(args)).toEqual(expected);
  });
});
