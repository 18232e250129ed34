import { sha256 } from "../../../core/ids.ts";
import type { Manifest } from "../../../kubernetes/types.ts";
import { at, isGiven } from "../values.ts";
import type { Release } from "./release.ts";

/** Service, certificate and the two webhook configurations, all under names that no release can change. */
export function webhooks(release: Release): readonly Manifest[] {
  const certificate = selfSigned(release);
  return [
    service(release),
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: release.webhookSecret,
        namespace: release.namespace,
        labels: { ...release.labels },
      },
      type: "kubernetes.io/tls",
      data: certificate,
    },
    configuration(release, "MutatingWebhookConfiguration", mutating(release), certificate["ca.crt"]),
    configuration(release, "ValidatingWebhookConfiguration", validating(release), certificate["ca.crt"]),
  ];
}

function service(release: Release): Manifest {
  const annotations = release.values["serviceAnnotations"];
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: release.webhookService,
      namespace: release.namespace,
      labels: {
        ...release.labels,
        "app.kubernetes.io/component": "webhook",
        "prometheus.io/service-monitor": "false",
      },
      ...(isGiven(annotations) && { annotations: annotations as Record<string, string> }),
    },
    spec: {
      ports: [{ port: 443, name: "webhook-server", targetPort: "webhook-server" }],
      selector: { ...release.selectorLabels },
    },
  };
}

/**
 * Stand-ins for the certificate authority and key pair that the chart makes on each rendering: opaque data, since
 * nothing in the simulated cloud speaks TLS. They are the same for each rendering of one chart version, as with
 * `keepTLSSecret: true`; that a chart without it changes them on each upgrade is not simulated.
 */
function selfSigned(release: Release): { "ca.crt": string; "tls.crt": string; "tls.key": string } {
  const data = (part: string) =>
    Buffer.from(
      `simulated ${part} ${sha256(`${release.namespace}/${release.webhookSecret}/${part}`)}`,
    ).toString("base64");
  return { "ca.crt": data("ca.crt"), "tls.crt": data("tls.crt"), "tls.key": data("tls.key") };
}

interface Webhook {
  readonly name: string;
  readonly path: string;
  readonly failurePolicy: unknown;
  readonly rule: { readonly group: string; readonly version: string; readonly resource: string };
  readonly operations: unknown;
  readonly namespaceSelector?: unknown;
  readonly objectSelector?: unknown;
}

function configuration(
  release: Release,
  kind: "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration",
  hooks: readonly Webhook[],
  caBundle: string,
): Manifest {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind,
    metadata: { name: `${release.namePrefix}-webhook`, labels: { ...release.labels } },
    webhooks: hooks.map((hook) => ({
      clientConfig: {
        caBundle,
        service: { name: release.webhookService, namespace: release.namespace, path: hook.path },
      },
      failurePolicy: hook.failurePolicy,
      name: hook.name,
      admissionReviewVersions: ["v1"],
      ...(hook.namespaceSelector !== undefined && { namespaceSelector: hook.namespaceSelector }),
      ...(hook.objectSelector !== undefined && { objectSelector: hook.objectSelector }),
      rules: [
        {
          apiGroups: [hook.rule.group],
          apiVersions: [hook.rule.version],
          operations: hook.operations,
          resources: [hook.rule.resource],
        },
      ],
      sideEffects: "None",
    })),
  };
}

const CREATE = ["CREATE"];
const CREATE_AND_UPDATE = ["CREATE", "UPDATE"];
const PODS = { group: "", version: "v1", resource: "pods" };
const BINDINGS = { group: "elbv2.k8s.aws", version: "v1beta1", resource: "targetgroupbindings" };
const CLASS_PARAMS = { group: "elbv2.k8s.aws", version: "v1beta1", resource: "ingressclassparams" };

function mutating(release: Release): readonly Webhook[] {
  const { values } = release;
  const notController = notTheControllerItself(release);
  // One value replaces the selector of both webhooks.
  const namespaces = (key: string) => ({
    matchExpressions: isGiven(values["webhookNamespaceSelectors"])
      ? values["webhookNamespaceSelectors"]
      : [expression(key, "In", ["enabled"])],
  });
  const pods = selector([notController], at(values, "objectSelector"));
  const service: Webhook = {
    name: "mservice.elbv2.k8s.aws",
    path: "/mutate-v1-service",
    failurePolicy: at(values, "serviceMutatorWebhookConfig.failurePolicy"),
    rule: { group: "", version: "v1", resource: "services" },
    operations: at(values, "serviceMutatorWebhookConfig.operations"),
    ...(isGiven(at(values, "serviceMutatorWebhookConfig.namespaceSelectors")) && {
      namespaceSelector: { matchExpressions: at(values, "serviceMutatorWebhookConfig.namespaceSelectors") },
    }),
    objectSelector: selector([notController], at(values, "serviceMutatorWebhookConfig.objectSelector")),
  };
  const agent = "elbv2.k8s.aws/alb-target-control-agent";
  return [
    {
      name: "mpod.elbv2.k8s.aws",
      path: "/mutate-v1-pod",
      failurePolicy: at(values, "podMutatorWebhookConfig.failurePolicy"),
      rule: PODS,
      operations: CREATE,
      namespaceSelector: namespaces("elbv2.k8s.aws/pod-readiness-gate-inject"),
      objectSelector: pods,
    },
    {
      name: "quicid.elbv2.k8s.aws",
      path: "/mutate-v1-pod-server-id",
      failurePolicy: "Fail",
      rule: PODS,
      operations: CREATE,
      namespaceSelector: namespaces("elbv2.k8s.aws/quic-server-id-inject"),
      objectSelector: pods,
    },
    ...(values["enableServiceMutatorWebhook"] === true ? [service] : []),
    {
      name: "alb-target-control.namespace.elbv2.k8s.aws",
      path: "/mutate-alb-target-control-namespace-v1-pod",
      failurePolicy: "Fail",
      rule: PODS,
      operations: CREATE,
      namespaceSelector: { matchExpressions: [expression(`${agent}-injection`, "In", ["enabled"])] },
      objectSelector: {
        matchExpressions: [notController, expression(`${agent}-inject`, "NotIn", ["false"])],
      },
    },
    {
      name: "alb-target-control.object.elbv2.k8s.aws",
      path: "/mutate-alb-target-control-object-v1-pod",
      failurePolicy: "Fail",
      rule: PODS,
      operations: CREATE,
      namespaceSelector: { matchExpressions: [{ key: `${agent}-injection`, operator: "DoesNotExist" }] },
      objectSelector: { matchExpressions: [notController, expression(`${agent}-inject`, "In", ["true"])] },
    },
    {
      name: "mtargetgroupbinding.elbv2.k8s.aws",
      path: "/mutate-elbv2-k8s-aws-v1beta1-targetgroupbinding",
      failurePolicy: "Fail",
      rule: BINDINGS,
      operations: CREATE_AND_UPDATE,
    },
  ];
}

function validating(release: Release): readonly Webhook[] {
  const { values } = release;
  const ingress: Webhook = {
    name: "vingress.elbv2.k8s.aws",
    path: "/validate-networking-v1-ingress",
    failurePolicy: at(values, "webhookConfig.ingressValdationFailurePolicy"),
    rule: { group: "networking.k8s.io", version: "v1", resource: "ingresses" },
    operations: CREATE_AND_UPDATE,
    ...optionalSelector("objectSelector", at(values, "webhookConfig.ingressValidationObjectSelector")),
    ...optionalSelector("namespaceSelector", at(values, "webhookConfig.ingressValidationNamespaceSelector")),
  };
  return [
    {
      name: "vingressclassparams.elbv2.k8s.aws",
      path: "/validate-elbv2-k8s-aws-v1beta1-ingressclassparams",
      failurePolicy: "Fail",
      rule: CLASS_PARAMS,
      operations: CREATE_AND_UPDATE,
      objectSelector: { matchExpressions: [notTheControllerItself(release)] },
    },
    {
      name: "vtargetgroupbinding.elbv2.k8s.aws",
      path: "/validate-elbv2-k8s-aws-v1beta1-targetgroupbinding",
      failurePolicy: "Fail",
      rule: BINDINGS,
      operations: CREATE_AND_UPDATE,
    },
    ...(isGiven(at(values, "webhookConfig.disableIngressValidation")) ? [] : [ingress]),
  ];
}

/** The controller's own objects carry its name as label; no webhook must wait for the controller to be there. */
function notTheControllerItself(release: Release): object {
  return expression("app.kubernetes.io/name", "NotIn", [release.chartName]);
}

function expression(key: string, operator: string, values: readonly string[]): object {
  return { key, operator, values };
}

function selector(expressions: readonly object[], extra: unknown): object {
  const { matchExpressions, matchLabels } = (extra ?? {}) as Record<string, unknown>;
  return {
    matchExpressions: [...expressions, ...(Array.isArray(matchExpressions) ? matchExpressions : [])],
    ...(isGiven(matchLabels) && { matchLabels }),
  };
}

function optionalSelector(
  field: "objectSelector" | "namespaceSelector",
  given: unknown,
): Partial<Pick<Webhook, "objectSelector" | "namespaceSelector">> {
  return isGiven(given) ? { [field]: selector([], given) } : {};
}
