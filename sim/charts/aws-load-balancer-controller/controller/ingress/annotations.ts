import { annotationReader } from "../annotations.ts";

export type { Annotations } from "../annotations.ts";

/** Prefix of the controller's annotations. */
export const PREFIX = "alb.ingress.kubernetes.io";
/** The class of an Ingress before there was `spec.ingressClassName`. */
export const INGRESS_CLASS_ANNOTATION = "kubernetes.io/ingress.class";

/**
 * Annotations of Ingresses and Services under `alb.ingress.kubernetes.io/`. Facts: docs/guide/ingress/annotations.md of the
 * controller.
 */
export const { stringOf, listOf, int32Of, booleanOf, mapOf, jsonOf } = annotationReader(PREFIX);
