import { defined } from "../../../core/defined.ts";
import { sha256 } from "../../../core/ids.ts";
import type { Manifest } from "../../../kubernetes/types.ts";
import { at, isGiven } from "../../values.ts";
import { CHART, WEBHOOK_PREFIX, type Release } from "./release.ts";

/** Service and certificate of the webhooks. */
const WEBHOOK_SERVICE = `${WEBHOOK_PREFIX}-webhook-service`;
export const WEBHOOK_SECRET = `${WEBHOOK_PREFIX}-tls`;

/** Service, certificate and the two webhook configurations, all under names that no release can change. */
export function webhooks(release: Release): readonly Manifest[] {
  const certificate = selfSigned(release);
  return [
    service(release),
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: WEBHOOK_SECRET,
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
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: WEBHOOK_SERVICE,
      namespace: release.namespace,
      labels: {
        ...release.labels,
        "app.kubernetes.io/component": "webhook",
        "prometheus.io/service-monitor": "false",
      },
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
    Buffer.from(`simulated ${part} ${sha256(`${release.namespace}/${WEBHOOK_SECRET}/${part}`)}`).toString(
      "base64",
    );
  return { "ca.crt": data("ca.crt"), "tls.crt": data("tls.crt"), "tls.key": data("tls.key") };
}

interface Webhook {
  readonly name: string;
  readonly path: string;
  readonly failurePolicy: "Fail" | "Ignore";
  readonly rule: { readonly group: string; readonly version: string; readonly resource: string };
  readonly operations: readonly string[];
  readonly namespaceSelector?: object;
  readonly objectSelector?: object;
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
    metadata: { name: `${WEBHOOK_PREFIX}-webhook`, labels: { ...release.labels } },
    webhooks: hooks.map((hook) => ({
      clientConfig: {
        caBundle,
        service: { name: WEBHOOK_SERVICE, namespace: release.namespace, path: hook.path },
      },
      failurePolicy: hook.failurePolicy,
      name: hook.name,
      admissionReviewVersions: ["v1"],
      ...defined({ namespaceSelector: hook.namespaceSelector, objectSelector: hook.objectSelector }),
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

const AGENT = "elbv2.k8s.aws/alb-target-control-agent";
/** The controller's own objects carry its name as label; no webhook must wait for the controller to be there. */
const NOT_THE_CONTROLLER = expression("app.kubernetes.io/name", "NotIn", [CHART]);

function mutating({ values }: Release): readonly Webhook[] {
  const service: Webhook = {
    name: "mservice.elbv2.k8s.aws",
    path: "/mutate-v1-service",
    failurePolicy: "Fail",
    rule: { group: "", version: "v1", resource: "services" },
    operations: CREATE,
    objectSelector: selector(NOT_THE_CONTROLLER),
  };
  const ofPods = { rule: PODS, operations: CREATE };
  return [
    {
      name: "mpod.elbv2.k8s.aws",
      path: "/mutate-v1-pod",
      failurePolicy: "Ignore",
      ...ofPods,
      namespaceSelector: selector(expression("elbv2.k8s.aws/pod-readiness-gate-inject", "In", ["enabled"])),
      objectSelector: selector(NOT_THE_CONTROLLER),
    },
    {
      name: "quicid.elbv2.k8s.aws",
      path: "/mutate-v1-pod-server-id",
      failurePolicy: "Fail",
      ...ofPods,
      namespaceSelector: selector(expression("elbv2.k8s.aws/quic-server-id-inject", "In", ["enabled"])),
      objectSelector: selector(NOT_THE_CONTROLLER),
    },
    ...(values["enableServiceMutatorWebhook"] === true ? [service] : []),
    {
      name: "alb-target-control.namespace.elbv2.k8s.aws",
      path: "/mutate-alb-target-control-namespace-v1-pod",
      failurePolicy: "Fail",
      ...ofPods,
      namespaceSelector: selector(expression(`${AGENT}-injection`, "In", ["enabled"])),
      objectSelector: selector(NOT_THE_CONTROLLER, expression(`${AGENT}-inject`, "NotIn", ["false"])),
    },
    {
      name: "alb-target-control.object.elbv2.k8s.aws",
      path: "/mutate-alb-target-control-object-v1-pod",
      failurePolicy: "Fail",
      ...ofPods,
      namespaceSelector: selector({ key: `${AGENT}-injection`, operator: "DoesNotExist" }),
      objectSelector: selector(NOT_THE_CONTROLLER, expression(`${AGENT}-inject`, "In", ["true"])),
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

function validating({ values }: Release): readonly Webhook[] {
  const ingress: Webhook = {
    name: "vingress.elbv2.k8s.aws",
    path: "/validate-networking-v1-ingress",
    failurePolicy: "Fail",
    rule: { group: "networking.k8s.io", version: "v1", resource: "ingresses" },
    operations: CREATE_AND_UPDATE,
  };
  return [
    {
      name: "vingressclassparams.elbv2.k8s.aws",
      path: "/validate-elbv2-k8s-aws-v1beta1-ingressclassparams",
      failurePolicy: "Fail",
      rule: CLASS_PARAMS,
      operations: CREATE_AND_UPDATE,
      objectSelector: selector(NOT_THE_CONTROLLER),
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

function expression(key: string, operator: string, values: readonly string[]): object {
  return { key, operator, values };
}

function selector(...matchExpressions: readonly object[]): object {
  return { matchExpressions };
}
