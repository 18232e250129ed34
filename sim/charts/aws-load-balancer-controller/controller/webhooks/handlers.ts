import { NotSimulated, messageOf } from "../../../../core/errors.ts";
import type {
  AdmissionHandler,
  AdmissionRequest,
  AdmissionResponse,
  KubeObject,
} from "../../../../kubernetes/types.ts";
import type { Ingress, IngressClassParams, TargetGroupBinding } from "../kubernetes/objects.ts";
import { decodeOwn } from "./decode.ts";
import { validateIngressClassParams } from "./ingress-class-params.ts";
import { validateIngress } from "./ingress.ts";
import { withReadinessGates } from "./pod-readiness-gates.ts";
import { withLoadBalancerClass } from "./service-class.ts";
import type { WebhookSources } from "./sources.ts";
import { withoutEmptyFields, withTargetGroupDefaults } from "./target-group-binding-defaults.ts";
import { validateBinding } from "./target-group-binding.ts";

/** The controller's webhooks by path; what one throws is the reason of the refusal. */
export function webhookHandlers(sources: WebhookSources): ReadonlyMap<string, AdmissionHandler> {
  return new Map<string, AdmissionHandler>([
    ["/mutate-v1-pod", onCreate((pod) => withReadinessGates(sources, pod))],
    ["/mutate-v1-service", mutating((request) => withLoadBalancerClass(sources.config, request))],
    [
      "/mutate-elbv2-k8s-aws-v1beta1-targetgroupbinding",
      mutating(({ operation, object }) => {
        const binding = object as TargetGroupBinding;
        return withoutEmptyFields(
          operation === "CREATE" ? withTargetGroupDefaults(sources.aws, binding) : binding,
        );
      }),
    ],
    [
      "/validate-elbv2-k8s-aws-v1beta1-targetgroupbinding",
      validating<TargetGroupBinding>((binding, old) => validateBinding(sources, binding, old)),
    ],
    [
      "/validate-networking-v1-ingress",
      validating<Ingress>((ingress, old) => validateIngress(sources, ingress, old)),
    ],
    [
      "/validate-elbv2-k8s-aws-v1beta1-ingressclassparams",
      validating<IngressClassParams>((params) => validateIngressClassParams(params)),
    ],
    ...["/mutate-v1-pod-server-id", ...TARGET_CONTROL_PATHS].map((path): [string, AdmissionHandler] => [
      path,
      () => {
        throw new NotSimulated(`webhook ${path} of AWS Load Balancer Controller`);
      },
    ]),
  ]);
}

const TARGET_CONTROL_PATHS = [
  "/mutate-alb-target-control-namespace-v1-pod",
  "/mutate-alb-target-control-object-v1-pod",
];

function mutating(mutate: (request: AdmissionRequest) => KubeObject): AdmissionHandler {
  return answering((request) => ({ allowed: true, object: mutate(request) }));
}

/** Most mutating webhooks leave updates alone. */
function onCreate(mutate: (object: KubeObject) => KubeObject): AdmissionHandler {
  return mutating(({ operation, object }) => (operation === "CREATE" ? mutate(object) : object));
}

function validating<T extends KubeObject>(
  validate: (object: T, old: T | undefined) => void,
): AdmissionHandler {
  return answering(({ operation, object, oldObject }) => {
    if (operation !== "DELETE") validate(object as T, oldObject as T | undefined);
    return { allowed: true };
  });
}

function answering(answer: (request: AdmissionRequest) => AdmissionResponse): AdmissionHandler {
  return (request) => {
    try {
      const { object, oldObject } = request;
      const decoded = { ...request, object: decodeOwn(object) };
      return answer(oldObject === undefined ? decoded : { ...decoded, oldObject: decodeOwn(oldObject) });
    } catch (error) {
      if (error instanceof NotSimulated) throw error;
      return { allowed: false, message: messageOf(error) };
    }
  };
}
