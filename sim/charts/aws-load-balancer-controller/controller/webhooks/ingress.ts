import { INGRESS_CLASS_ANNOTATION, jsonOf, PREFIX, stringOf } from "../ingress/annotations.ts";
import { CONTROLLER, type IngressClassifier } from "../ingress/class.ts";
import { parseConditions } from "../ingress/condition-config.ts";
import { namespacedName, type Ingress } from "../kubernetes/objects.ts";
import type { WebhookSources } from "./sources.ts";

/**
 * Checks Ingresses of the controller's classes. Most mistakes in annotations are not found here but when the load
 * balancer is built. Facts: webhooks/networking/ingress_validator.go.
 *
 * @throws Error as shown behind "denied the request:".
 */
export function validateIngress(
  { classifier, config }: Pick<WebhookSources, "classifier" | "config">,
  ingress: Ingress,
  old: Ingress | undefined,
): void {
  if (!isOurs(classifier, ingress, config.ingressClass)) return;
  if (config.disableIngressClassAnnotation) refuseNewClassAnnotation(classifier, ingress, old);
  if (config.disableIngressGroupNameAnnotation) refuseNewGroupName(ingress, old);
  const { ingressClassName } = ingress.spec;
  if (ingressClassName !== undefined && ingressClassName !== old?.spec.ingressClassName) {
    classifier.load(ingress);
  }
  checkConditions(ingress);
}

function isOurs(classifier: IngressClassifier, ingress: Ingress, annotationValue: string): boolean {
  const annotation = ingress.metadata.annotations?.[INGRESS_CLASS_ANNOTATION];
  if (annotation !== undefined) return classifier.matchesAnnotation(annotation);
  const configuration = classifier.load(ingress);
  if (configuration === undefined) return annotationValue === "";
  return configuration.ingressClass.spec.controller === CONTROLLER;
}

function refuseNewClassAnnotation(
  classifier: IngressClassifier,
  ingress: Ingress,
  old: Ingress | undefined,
): void {
  const uses = (candidate: Ingress | undefined) => {
    const annotation = candidate?.metadata.annotations?.[INGRESS_CLASS_ANNOTATION];
    return annotation !== undefined && classifier.matchesAnnotation(annotation);
  };
  if (uses(ingress) && !uses(old)) {
    throw new Error(`new usage of \`${INGRESS_CLASS_ANNOTATION}\` annotation is forbidden`);
  }
}

function refuseNewGroupName(ingress: Ingress, old: Ingress | undefined): void {
  const name = stringOf(ingress.metadata.annotations, "group.name");
  if (name !== undefined && name !== stringOf(old?.metadata.annotations, "group.name")) {
    throw new Error(`new usage of \`${PREFIX}/group.name\` annotation is forbidden`);
  }
}

function checkConditions(ingress: Ingress): void {
  const { annotations } = ingress.metadata;
  for (const { backend } of (ingress.spec.rules ?? []).flatMap(({ http }) => http?.paths ?? [])) {
    const service = backend.service?.name ?? "";
    // That it is JSON at all is told without more words.
    jsonOf(annotations, `conditions.${service}`);
    try {
      parseConditions(annotations, service);
    } catch (error) {
      throw new Error(
        `ignoring Ingress ${namespacedName(ingress)} since invalid ${PREFIX}/conditions.${service} annotation: ${(error as Error).message}`,
      );
    }
  }
}
