import type { RuleCondition } from "../../../sim/aws/elbv2/shapes.ts";
import {
  chooseCertificate,
  hostsOf,
  isFor,
  type ServedCertificate,
} from "../../../sim/data-plane/tls/certificates.ts";
import { aNameOf, type SampleRequest } from "./sample-request.ts";

/** What the certificates of a listener mean for the requests of a rule. */
export interface ServerNames {
  /** Whom the client of a sample asks for when it connects; absent without TLS. */
  readonly serverName?: string;
  /** Hosts of the rule that no certificate is for: browsers refuse to connect. */
  readonly withoutCertificate: readonly string[];
  /** Why the sample cannot be sent. */
  readonly notTested?: string;
}

/**
 * A rule that names no host may be reached by none of the certificates' names. Its sample has such a host all the same, as a
 * client's that asks for another name when it connects.
 *
 * @param certificates of the listener, its default one first; none without TLS.
 */
export function serverNamesOf(
  certificates: readonly ServedCertificate[],
  conditions: readonly RuleCondition[],
  sample: SampleRequest | undefined,
): ServerNames {
  const [byDefault] = certificates;
  if (byDefault === undefined) return { withoutCertificate: [] };
  const isCovered = (host: string) => isFor(chooseCertificate(certificates, host)!, host);
  const withoutCertificate = hostsOf(conditions).filter((host) => !isCovered(host));
  const host = sample?.host ?? undefined;
  if (host !== undefined && isCovered(host)) return { serverName: host, withoutCertificate };
  if (host !== undefined && withoutCertificate.length > 0) {
    return { withoutCertificate, notTested: `no certificate of the listener is for ${host}` };
  }
  return { serverName: aNameOf(byDefault.names[0]!), withoutCertificate };
}
