import { cloudState } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { Table } from "../../core/table.ts";
import type { Tag } from "../tags.ts";

/** https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html: 198 days. */
export const VALIDITY_MS = 198 * 86_400_000;

/** A certificate that was requested here. */
export interface CertificateRecord {
  readonly arn: string;
  readonly domainName: string;
  /** All names, the first one among them. */
  readonly names: readonly string[];
  readonly requestedAt: number;
  status: "PENDING_VALIDATION" | "ISSUED" | "VALIDATION_TIMED_OUT";
  issuedAt?: number;
  tags: readonly Tag[];
}

/** AWS Certificate Manager in the region. */
export class AcmState {
  readonly certificates = new Table<CertificateRecord>(
    (arn) => new AwsError("ResourceNotFoundException", `Could not find certificate ${arn}.`),
  );
}

export const acmState = cloudState(() => new AcmState());
