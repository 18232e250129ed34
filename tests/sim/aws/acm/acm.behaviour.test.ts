import { beforeEach, describe, expect, it } from "vitest";
import { acmState } from "../../../../sim/aws/acm/state.ts";
import { addHostedZone } from "../../../../sim/aws/route53/operations.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { restoreWorld, saveWorld } from "../../../../sim/world.ts";
import { Provider, type ManagedResource } from "../../../support/provider.ts";

const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const HOUR_MS = 60 * 60_000;

let cloud: SimulatedCloud;
let provider: Provider;

beforeEach(() => {
  cloud = new SimulatedCloud();
  provider = new Provider(cloud);
  addHostedZone(cloud, { id: "Z1", name: "example.com", delegated: true });
});

interface Option {
  readonly resourceRecordName: string;
  readonly resourceRecordValue: string;
}

function certificate(names: readonly string[] = ["example.com", "*.example.com"]) {
  return provider.create(CERTIFICATE, "x", {
    ...{ domainName: names[0], subjectAlternativeNames: names, validationMethod: "DNS" },
    tags: { team: "web" },
  });
}

const optionsOf = ({ outputs }: ManagedResource) => outputs["domainValidationOptions"] as Option[];

function record({ resourceRecordName, resourceRecordValue }: Option) {
  return provider.create("aws:route53/record:Record", "x", {
    ...{ zoneId: "Z1", name: resourceRecordName, type: "CNAME", ttl: 300, records: [resourceRecordValue] },
  });
}

function recordSet({ resourceRecordName: Name, resourceRecordValue: Value }: Option) {
  return { Name, Type: "CNAME", TTL: 300, ResourceRecords: [{ Value }] };
}

describe("a certificate", () => {
  it("asks for one record for an apex and its wildcard, the same for each certificate of the account", () => {
    const made = certificate();
    const [apex, wildcard] = optionsOf(made);
    expect(apex).toMatchObject({
      domainName: "example.com",
      resourceRecordName: expect.stringMatching(/^_[0-9a-f]{32}\.example\.com\.$/),
      resourceRecordType: "CNAME",
      resourceRecordValue: expect.stringMatching(/^_[0-9a-f]{32}\.[0-9a-f]{10}\.acm-validations\.aws\.$/),
    });
    expect(wildcard).toEqual({ ...apex, domainName: "*.example.com" });
    expect(optionsOf(certificate(["www.example.com", "example.com"]))[1]).toEqual(apex);
    expect(made.outputs).toMatchObject({ status: "PENDING_VALIDATION", tagsAll: { team: "web" } });
    expect(made.missingInPreview()).toEqual([]);
    expect(made.drift()).toEqual([]);
  });

  it("is issued within minutes of its record, also in a world that was saved in between", () => {
    const made = certificate();
    cloud.call(cloud.administrator, "route53", "ChangeResourceRecordSets", {
      HostedZoneId: "Z1",
      ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet: recordSet(optionsOf(made)[0]!) }] },
    });
    const later = restoreWorld(structuredClone(saveWorld(cloud)));
    later.clock.advance(60_000);
    expect(new Provider(later).import(CERTIFICATE, made.id)).toMatchObject({
      status: "ISSUED",
      notBefore: "2026-01-01T00:01:00.000Z",
      notAfter: "2026-07-18T00:01:00.000Z",
    });
  });

  it("is given up after 72 hours without a record", () => {
    const { id } = certificate();
    cloud.clock.advance(72 * HOUR_MS - 1);
    expect(acmState(cloud).certificates.get(id).status).toBe("PENDING_VALIDATION");
    cloud.clock.advance(1);
    expect(acmState(cloud).certificates.get(id).status).toBe("VALIDATION_TIMED_OUT");
  });

  it("changes its tags, and nothing else, in place", () => {
    const made = certificate();
    made.update({ ...made.inputs, tags: { owner: "shop" } });
    expect(made.outputs["tagsAll"]).toEqual({ owner: "shop" });
    expect(made.diff({ ...made.inputs, subjectAlternativeNames: ["example.com"] }).replace).toEqual([
      "subjectAlternativeNames",
    ]);
    expect(
      made.diff({ ...made.inputs, subjectAlternativeNames: ["*.example.com", "example.com"] }).changed,
    ).toEqual([]);
  });

  it("goes at once where nothing has it, and is not missed", () => {
    const made = certificate();
    made.delete();
    made.delete();
    expect(made.drift()).toBeUndefined();
    expect(() =>
      cloud.call(cloud.administrator, "acm", "DeleteCertificate", { CertificateArn: made.id }),
    ).toThrow(`Could not find certificate ${made.id}.`);
  });

  it("has up to ten names, and is validated by DNS", () => {
    const names = Array.from({ length: 11 }, (_, index) => `n${index}.example.com`);
    certificate(names.slice(1));
    expect(() => certificate(names)).toThrow("NotSimulated: acm:RequestCertificate (more than 10 names");
    expect(() =>
      cloud.call(cloud.administrator, "acm", "RequestCertificate", { DomainName: "example.com" }),
    ).toThrow("NotSimulated: acm:RequestCertificate (validation by e-mail)");
  });
});

describe("a validation", () => {
  it("is done when the certificate is issued", () => {
    const made = certificate();
    const { outputs } = record(optionsOf(made)[0]!);
    expect(outputs["fqdn"]).toBe(optionsOf(made)[0]!.resourceRecordName.slice(0, -1));
    const validation = provider.create(VALIDATION, "x", {
      certificateArn: made.id,
      validationRecordFqdns: [outputs["fqdn"]],
    });
    expect(validation.id).toBe("2026-01-01T00:01:00.000Z");
    expect(validation.outputs["certificateArn"]).toBe(made.id);
    made.delete();
    expect(validation.drift()).toBeUndefined();
  });

  it("says which record is not among those of the program", () => {
    const made = certificate(["example.com", "www.example.com"]);
    const [apex, www] = optionsOf(made);
    expect(() =>
      provider.create(VALIDATION, "x", {
        certificateArn: made.id,
        validationRecordFqdns: [apex!.resourceRecordName],
      }),
    ).toThrow(`missing www.example.com DNS validation record: ${www!.resourceRecordName.slice(0, -1)}`);
  });

  it("gives up after its time", () => {
    const { id: certificateArn } = certificate();
    expect(() => provider.create(VALIDATION, "x", { certificateArn }, 5 * 60_000)).toThrow(
      `waiting for ACM Certificate (${certificateArn}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 5m0s)`,
    );
    expect(() => provider.create(VALIDATION, "x", { certificateArn })).toThrow("timeout: 1h15m0s)");
  });
});
