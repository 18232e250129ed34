import { defined } from "../../../../core/defined.ts";
import { selects } from "../../../../kubernetes/label-selector.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  INGRESS_CLASS,
  INGRESS_CLASS_PARAMS,
  NAMESPACE,
  type Ingress,
  type IngressClass,
  type IngressClassParams,
} from "../kubernetes/objects.ts";
import { INGRESS_CLASS_ANNOTATION } from "./annotations.ts";

/** An Ingress that the controller is to care for, with the parameters of its class. */
export interface ClassifiedIngress {
  readonly ingress: Ingress;
  readonly params?: IngressClassParams;
}

/** The class of an Ingress, or its parameters, are missing or not for it. */
export class InvalidIngressClass extends Error {
  constructor(reason: string) {
    super(`invalid ingress class: ${reason}`);
    this.name = "InvalidIngressClass";
  }
}

/** `spec.controller` of the classes that are this controller's. */
export const CONTROLLER = "ingress.k8s.aws/alb";
const DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class";

/** Decides which Ingresses are the controller's. Facts: pkg/ingress/class_loader.go, class_annotation_matcher.go. */
export class IngressClassifier {
  readonly #reader: KubeReader;
  readonly #annotationValue: string;

  /** @param annotationValue `--ingress-class`; empty: Ingresses without any class are the controller's too. */
  constructor(reader: KubeReader, annotationValue: string) {
    this.#reader = reader;
    this.#annotationValue = annotationValue;
  }

  /** @throws InvalidIngressClass */
  classify(ingress: Ingress): ClassifiedIngress | undefined {
    const annotation = ingress.metadata.annotations?.[INGRESS_CLASS_ANNOTATION];
    if (annotation !== undefined) return this.matchesAnnotation(annotation) ? { ingress } : undefined;
    const configuration = this.load(ingress);
    if (configuration === undefined) return this.#annotationValue === "" ? { ingress } : undefined;
    if (configuration.ingressClass.spec.controller !== CONTROLLER) return undefined;
    return { ingress, ...defined({ params: configuration.params }) };
  }

  /** Whether an Ingress of this annotation's value is the controller's. */
  matchesAnnotation(value: string): boolean {
    return value === this.#annotationValue || (this.#annotationValue === "" && value === "alb");
  }

  /** Class and parameters by `spec.ingressClassName`, or the cluster's default class. @throws InvalidIngressClass */
  load(ingress: Ingress): { ingressClass: IngressClass; params?: IngressClassParams } | undefined {
    const name = ingress.spec.ingressClassName ?? this.#defaultClass();
    if (name === undefined) return undefined;
    const ingressClass = this.#reader.find(INGRESS_CLASS, undefined, name);
    if (ingressClass === undefined) {
      throw new InvalidIngressClass(`IngressClass.networking.k8s.io "${name}" not found`);
    }
    const { controller, parameters } = ingressClass.spec;
    if (controller !== CONTROLLER || parameters === undefined) return { ingressClass };
    if (parameters.apiGroup !== "elbv2.k8s.aws" || parameters.kind !== "IngressClassParams") {
      throw new InvalidIngressClass(`IngressClass ${name} references unknown parameters`);
    }
    const params = this.#reader.find(INGRESS_CLASS_PARAMS, undefined, parameters.name);
    if (params === undefined) {
      throw new InvalidIngressClass(`IngressClassParams.elbv2.k8s.aws "${parameters.name}" not found`);
    }
    this.#checkNamespace(ingress, params);
    return { ingressClass, params };
  }

  #defaultClass(): string | undefined {
    const defaults = this.#reader
      .list(INGRESS_CLASS)
      .filter((ingressClass) => ingressClass.metadata.annotations?.[DEFAULT_CLASS] === "true");
    if (defaults.length > 1) throw new Error("multiple default IngressClasses found");
    return defaults[0]?.metadata.name;
  }

  #checkNamespace(ingress: Ingress, params: IngressClassParams): void {
    const selector = params.spec?.namespaceSelector;
    if (selector === undefined) return;
    const name = ingress.metadata.namespace ?? "";
    const labels = this.#reader.get(NAMESPACE, undefined, name).metadata.labels;
    if (!selects(selector, labels)) {
      throw new InvalidIngressClass(
        `namespaceSelector of IngressClassParams ${params.metadata.name} mismatch`,
      );
    }
  }
}
