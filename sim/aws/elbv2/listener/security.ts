/** Certificates, TLS policy and client authentication of HTTPS listeners. */
import type { Cloud } from "../../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../../core/errors.ts";
import { operation } from "../../../core/operation.ts";
import { acmState } from "../../acm/state.ts";
import { onResources } from "../authorization.ts";
import { validationError } from "../errors.ts";
import type { ListenerProtocol, ListenerSecurity } from "../records.ts";
import type { ListenerArnInput } from "../requests.ts";
import type { Certificate, MutualAuthentication } from "../shapes.ts";
import { isSslPolicy } from "./ssl-policy.ts";
import { elbv2State } from "../state.ts";

/** The TLS parameters of CreateListener and ModifyListener. */
export interface SecurityInput {
  readonly SslPolicy?: string | undefined;
  readonly Certificates?: readonly Certificate[] | undefined;
  readonly MutualAuthentication?: MutualAuthentication | undefined;
}

/** The policy of a listener whose request to the API names none. */
const DEFAULT_SSL_POLICY = "ELBSecurityPolicy-2016-08";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAX_CERTIFICATES = 25;

/**
 * Checks the TLS parameters of a request over those that the listener has.
 *
 * @throws AwsError ValidationError, CertificateNotFound, SSLPolicyNotFound; NotSimulated for what nobody asks of mutual TLS.
 */
export function newSecurity(
  cloud: Cloud,
  protocol: ListenerProtocol,
  input: SecurityInput,
  present: ListenerSecurity = { certificateArns: [] },
): ListenerSecurity {
  const given = (input.Certificates ?? []).flatMap(({ CertificateArn: arn }) => arn ?? []);
  if (!isSecure(protocol)) {
    if (given.length > 0) throw validationError(`Certificates cannot be specified for ${protocol} listeners`);
    if (input.SslPolicy !== undefined)
      throw validationError(`SSL policies cannot be specified for ${protocol} listeners`);
    return { certificateArns: [] };
  }
  if (given.length > 1) throw validationError("You can specify only one certificate per listener");
  for (const arn of given) checkCertificate(cloud, arn);
  const certificateArns =
    given.length > 0 ? [...given, ...present.certificateArns.slice(1)] : present.certificateArns;
  if (certificateArns.length === 0)
    throw validationError(`A certificate must be specified for ${protocol} listeners`);
  const sslPolicy = input.SslPolicy ?? present.sslPolicy ?? DEFAULT_SSL_POLICY;
  if (!isSslPolicy(sslPolicy)) {
    throw new AwsError("SSLPolicyNotFound", `SSL policy '${sslPolicy}' not found`);
  }
  if (protocol === "TLS") return { certificateArns, sslPolicy };
  const mutualAuthentication = input.MutualAuthentication ?? present.mutualAuthentication ?? { Mode: "off" };
  checkMutualAuthentication(cloud, mutualAuthentication);
  return { certificateArns, sslPolicy, mutualAuthentication };
}

/** Whether listeners of a protocol have certificates. */
function isSecure(protocol: ListenerProtocol): boolean {
  return protocol === "HTTPS" || protocol === "TLS";
}

/** Trust stores are given, as certificates are: what is in one shows when a client comes. */
function checkMutualAuthentication(cloud: Cloud, mutual: MutualAuthentication): void {
  const { Mode: mode, TrustStoreArn: arn = "" } = mutual;
  const isThere = arn.startsWith(cloud.arn("elasticloadbalancing", "truststore/"));
  if (mode === "verify" ? isThere : (mode === "off" || mode === "passthrough") && arn === "") return;
  throw new NotSimulated(
    "elasticloadbalancing:CreateListener",
    `MutualAuthentication ${JSON.stringify(mutual)}`,
  );
}

function checkCertificate(cloud: Cloud, arn: string): void {
  const acm = cloud.arn("acm", "certificate/");
  const iam = cloud.arn("iam", "server-certificate/", { regional: false });
  if (!arn.startsWith(acm) && !arn.startsWith(iam)) {
    throw validationError(`Certificate ARN '${arn}' is not valid`);
  }
  // What was not requested here is taken to be there, and issued.
  const requested = acmState(cloud).certificates.find(arn);
  if (requested !== undefined && requested.status !== "ISSUED") {
    throw new AwsError(
      "UnsupportedCertificate",
      `The certificate '${arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
    );
  }
}

interface CertificatesInput extends ListenerArnInput {
  readonly Certificates: readonly Certificate[];
}

export interface CertificatesOutput {
  readonly Certificates: readonly Certificate[];
}

export const describeListenerCertificates = operation<ListenerArnInput, CertificatesOutput>({
  run: (cloud, { ListenerArn }) => ({
    Certificates: elbv2State(cloud)
      .listeners.get(ListenerArn)
      .certificateArns.map((arn, index) => ({ CertificateArn: arn, IsDefault: index === 0 })),
  }),
});

export const addListenerCertificates = operation<CertificatesInput, CertificatesOutput>({
  authorize: (cloud, { ListenerArn }) => onResources(cloud, "AddListenerCertificates", [ListenerArn]),
  run(cloud, { ListenerArn, Certificates }) {
    const listener = elbv2State(cloud).listeners.get(ListenerArn);
    if (!isSecure(listener.protocol)) {
      throw validationError(`Listener '${ListenerArn}' does not support certificates`);
    }
    const added = Certificates.flatMap(({ CertificateArn: arn }) => arn ?? []);
    for (const arn of added) checkCertificate(cloud, arn);
    const [defaultArn = "", ...present] = listener.certificateArns;
    const list = new Set([...present, ...added]);
    // The default certificate does not count.
    if (list.size - (list.has(defaultArn) ? 1 : 0) > MAX_CERTIFICATES) {
      throw new AwsError(
        "TooManyCertificates",
        "You've reached the limit on the number of certificates per load balancer",
      );
    }
    listener.certificateArns = [defaultArn, ...list];
    return { Certificates: added.map((arn) => ({ CertificateArn: arn, IsDefault: false })) };
  },
});

export const removeListenerCertificates = operation<CertificatesInput, object>({
  authorize: (cloud, { ListenerArn }) => onResources(cloud, "RemoveListenerCertificates", [ListenerArn]),
  run(cloud, { ListenerArn, Certificates }) {
    const listener = elbv2State(cloud).listeners.get(ListenerArn);
    const removed = Certificates.flatMap(({ CertificateArn: arn }) => arn ?? []);
    const [defaultArn, ...list] = listener.certificateArns;
    if (defaultArn === undefined) {
      throw new NotSimulated(
        "elasticloadbalancing:RemoveListenerCertificates",
        "a listener without certificates",
      );
    }
    if (removed.includes(defaultArn) && !list.includes(defaultArn)) {
      throw new AwsError("OperationNotPermitted", "Default certificate cannot be removed");
    }
    listener.certificateArns = [defaultArn, ...list.filter((arn) => !removed.includes(arn))];
    return {};
  },
});
