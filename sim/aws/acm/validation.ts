/**
 * Validation by DNS: each name has a record to be found by everybody, an apex and its wildcard the same one.
 *
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
import type { Cloud } from "../../core/cloud.ts";
import { sha256 } from "../../core/ids.ts";
import { publicRecordSet } from "../route53/lookup.ts";
import { acmState, type CertificateRecord } from "./state.ts";

/** How often ACM looks for the records. */
const LOOK_EVERY_MS = 60_000;
/** After which it gives up: "within 72 hours". */
const GIVE_UP_MS = 72 * 60 * 60_000;

export interface ValidationRecord {
  readonly Name: string;
  readonly Type: "CNAME";
  readonly Value: string;
}

/** The same for every certificate of the account: a record that stays serves renewals and further certificates. */
export function validationRecord({ accountId }: Cloud, name: string): ValidationRecord {
  const domain = name.replace(/^\*\./, "");
  const token = (purpose: string) => sha256(`${accountId}/${domain}/${purpose}`).slice(0, 32);
  return {
    Name: `_${token("name")}.${domain}.`,
    Type: "CNAME",
    Value: `_${token("value")}.${token("zone").slice(0, 10)}.acm-validations.aws.`,
  };
}

/** Looks for the records now and then, until all are there or time is over. */
export function awaitRecords(cloud: Cloud, certificate: CertificateRecord): void {
  if (certificate.status !== "PENDING_VALIDATION") return;
  cloud.clock.schedule(LOOK_EVERY_MS, () => {
    if (!acmState(cloud).certificates.has(certificate.arn)) return;
    if (certificate.names.every((name) => isFound(cloud, name))) {
      certificate.status = "ISSUED";
      certificate.issuedAt = cloud.clock.now();
    } else if (cloud.clock.now() - certificate.requestedAt >= GIVE_UP_MS) {
      certificate.status = "VALIDATION_TIMED_OUT";
    }
    awaitRecords(cloud, certificate);
  });
}

export function isFound(cloud: Cloud, name: string): boolean {
  const { Name, Type, Value } = validationRecord(cloud, name);
  const found = publicRecordSet(cloud, Name, Type);
  return found?.ResourceRecords?.some((record) => record.Value === Value) === true;
}
