import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import { domainOf, domainsOf } from "../shared/domains.ts";
import { zoneIdOf } from "../shared/hosted-zone.ts";
import type { ResolvedCertificateArgs } from "./resolve.ts";

/** Seconds that name servers of others keep a record. */
const TTL = 300;

/**
 * The records by which ACM sees that the names are ours, by domain. What is in them AWS tells only when the certificate is
 * requested, so they are named by what is known before: a domain and its wildcard have the same record.
 *
 * AWS wants the same record for every certificate of the account with that name. So one that is there is taken over, and not
 * refused as another owner's.
 */
export function createRecords(
  parent: pulumi.Resource,
  name: string,
  { names, zone, keepRecords, transform }: ResolvedCertificateArgs,
  certificate: aws.acm.Certificate,
): Record<string, aws.route53.Record> {
  const zoneId = zoneIdOf(parent, zone);
  const domains = domainsOf(names);
  return Object.fromEntries(
    domains.map((domain) => {
      const option = certificate.domainValidationOptions.apply((options) =>
        options.find(({ domainName }) => domainOf(domainName) === domain)!,
      );
      const record = createChild(aws.route53.Record, `${name}-${domain}`, {
        args: {
          zoneId,
          name: option.resourceRecordName,
          type: option.resourceRecordType.apply((type) => type as aws.route53.RecordType),
          records: [option.resourceRecordValue],
          ttl: TTL,
          allowOverwrite: true,
        },
        opts: { parent, retainOnDelete: keepRecords },
        transform: transform.record,
      });
      return [domain, record];
    }),
  );
}
