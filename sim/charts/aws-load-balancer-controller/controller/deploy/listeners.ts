import { defined } from "../../../../core/defined.ts";
import type { Certificate, Listener, MutualAuthentication } from "../../../../aws/elbv2/shapes.ts";
import { hasCode } from "../../../aws-sdk-go/errors.ts";
import { canonicalJson } from "../canonical-json.ts";
import { retry } from "../aws/retry.ts";
import type { Task } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import { labelledTask } from "../labelled.ts";
import type { ListenerResource, Tags } from "../model.ts";
import { sameActions, sdkActions } from "./actions.ts";
import { changedAttributes } from "./attributes.ts";
import type { Deployment } from "./context.ts";
import { sortedTags } from "./tags.ts";

/** A new listener is not known everywhere at once. */
export const LISTENER_VISIBILITY = {
  intervalMs: 2000,
  timeoutMs: 20_000,
  retryable: (error: unknown) => hasCode(error, "ListenerNotFound"),
};

/** Deletes, makes and updates listeners by port. Facts: pkg/deploy/elbv2/listener_{synthesizer,manager}.go. */
export function* deployListeners(deployment: Deployment): Task<void> {
  const { aws, stack, tagged, loadBalancer } = deployment;
  if (loadBalancer === undefined) return;
  const present = new Map(
    tagged.listeners(loadBalancer.arn).map((found) => [found.object.Port, found] as const),
  );
  const ports = new Set(stack.listeners.map(({ port }) => port));
  for (const { object } of [...present.values()].sort((a, b) => a.object.Port - b.object.Port)) {
    if (ports.has(object.Port)) continue;
    aws.call("elasticloadbalancing", "DeleteListener", { ListenerArn: object.ListenerArn });
  }
  for (const wanted of stack.listeners.filter(({ port }) => !present.has(port))) {
    yield* create(deployment, loadBalancer.arn, wanted);
  }
  for (const wanted of stack.listeners) {
    const found = present.get(wanted.port);
    if (found !== undefined) update(deployment, wanted, found.object, found.tags);
  }
}

function* create(deployment: Deployment, loadBalancerArn: string, wanted: ListenerResource): Task<void> {
  const defaultCertificate = wanted.certificates.slice(0, 1);
  const { Listeners } = deployment.aws.call("elasticloadbalancing", "CreateListener", {
    LoadBalancerArn: loadBalancerArn,
    Port: wanted.port,
    Protocol: wanted.protocol,
    DefaultActions: sdkActions(deployment, wanted.defaultActions),
    ...(defaultCertificate.length > 0 && { Certificates: defaultCertificate }),
    ...defined({ SslPolicy: wanted.sslPolicy, MutualAuthentication: wanted.mutualAuthentication }),
    Tags: sortedTags(deployment.tagsOf(String(wanted.port), wanted.tags)),
  });
  const [created] = Listeners;
  if (created === undefined) throw new Error("CreateListener gave no listener");
  deployment.listenerArns.set(wanted.port, created.ListenerArn);
  yield* labelledTask(
    "failed to update extra certificates on listener",
    retry(LISTENER_VISIBILITY, () => reconcileCertificates(deployment, wanted, created, true)),
  );
  reconcileAttributes(deployment, wanted, created.ListenerArn);
}

function update(deployment: Deployment, wanted: ListenerResource, found: Listener, tags: Tags): void {
  const ListenerArn = found.ListenerArn;
  deployment.listenerArns.set(wanted.port, ListenerArn);
  deployment.tagged.reconcile(ListenerArn, deployment.tagsOf(String(wanted.port), wanted.tags), tags);
  const actions = sdkActions(deployment, wanted.defaultActions);
  const defaultCertificate = wanted.certificates.slice(0, 1);
  const drifted =
    wanted.protocol !== found.Protocol ||
    !sameActions(actions, found.DefaultActions) ||
    !sameCertificates(defaultCertificate, found.Certificates ?? []) ||
    (wanted.sslPolicy !== undefined && wanted.sslPolicy !== found.SslPolicy) ||
    mutualDrifted(wanted.mutualAuthentication, found.MutualAuthentication);
  if (drifted) {
    deployment.aws.call("elasticloadbalancing", "ModifyListener", {
      ListenerArn,
      Port: wanted.port,
      Protocol: wanted.protocol,
      DefaultActions: actions,
      ...(defaultCertificate.length > 0 && { Certificates: defaultCertificate }),
      ...defined({ SslPolicy: wanted.sslPolicy, MutualAuthentication: wanted.mutualAuthentication }),
    });
  }
  reconcileCertificates(deployment, wanted, found, false);
  reconcileAttributes(deployment, wanted, ListenerArn);
}

/** An Ingress that says nothing leaves the listener's setting; one that says `off` does not count as another than none. */
function mutualDrifted(
  wanted: MutualAuthentication | undefined,
  found: MutualAuthentication = { Mode: "off" },
): boolean {
  if (wanted === undefined || (wanted.Mode === "off" && found.Mode === "off")) return false;
  return canonicalJson(wanted) !== canonicalJson(found);
}

/** Every certificate, the default one included, is in the listener's list. */
function reconcileCertificates(
  { aws }: Deployment,
  wanted: ListenerResource,
  { ListenerArn, SslPolicy }: Listener,
  isNew: boolean,
): void {
  if (wanted.sslPolicy === undefined && SslPolicy === undefined) return;
  const desired = new Set(wanted.certificates.map(({ CertificateArn }) => CertificateArn ?? ""));
  const current = new Set<string>();
  if (!isNew) {
    const described = aws.call("elasticloadbalancing", "DescribeListenerCertificates", { ListenerArn });
    for (const { CertificateArn, IsDefault } of described.Certificates) {
      if (IsDefault !== true) current.add(CertificateArn ?? "");
    }
  }
  for (const CertificateArn of [...current].filter((arn) => !desired.has(arn)).sort()) {
    aws.call("elasticloadbalancing", "RemoveListenerCertificates", {
      ListenerArn,
      Certificates: [{ CertificateArn }],
    });
  }
  for (const CertificateArn of [...desired].filter((arn) => !current.has(arn)).sort()) {
    aws.call("elasticloadbalancing", "AddListenerCertificates", {
      ListenerArn,
      Certificates: [{ CertificateArn }],
    });
  }
}

/** Listeners with this protocol have none. */
const WITHOUT_ATTRIBUTES = "TLS";

function reconcileAttributes({ aws }: Deployment, wanted: ListenerResource, ListenerArn: string): void {
  if (wanted.protocol === WITHOUT_ATTRIBUTES) return;
  const { Attributes } = aws.call("elasticloadbalancing", "DescribeListenerAttributes", { ListenerArn });
  const changes = changedAttributes(wanted.attributes, Attributes);
  if (changes.length === 0) return;
  aws.call("elasticloadbalancing", "ModifyListenerAttributes", { ListenerArn, Attributes: changes });
}

function sameCertificates(a: readonly Certificate[], b: readonly Certificate[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ CertificateArn }, index) => CertificateArn === b[index]?.CertificateArn)
  );
}
