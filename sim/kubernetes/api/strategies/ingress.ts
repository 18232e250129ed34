import type { Ingress, IngressBackend, IngressClass, IngressPath } from "../../objects.ts";
import { nameProblems } from "../names.ts";
import { equal } from "../plain.ts";
import { fieldError } from "../status-errors.ts";
import type { Strategy } from "../strategy.ts";
import { isPort, PORT_RANGE_WORDS } from "./pod-validation.ts";

const CLASS_ANNOTATION = "kubernetes.io/ingress.class";

/** networking.k8s.io/v1 Ingress */
export const ingressStrategy: Strategy<Ingress> = {
  prepare(object, _context, old) {
    if (old === undefined) object.status = { loadBalancer: {} };
  },
  validate(object, _context, old) {
    const spec: Ingress["spec"] = object.spec ?? {};
    const errors: string[] = [];
    if (spec.defaultBackend === undefined && (spec.rules ?? []).length === 0) {
      errors.push(fieldError.invalid("spec", spec, "either `defaultBackend` or `rules` must be specified"));
    }
    const annotated = object.metadata.annotations?.[CLASS_ANNOTATION];
    if (old === undefined && annotated !== undefined && spec.ingressClassName !== undefined) {
      const words = "can not be set when the class field is also set";
      errors.push(fieldError.invalid(`annotations.${CLASS_ANNOTATION}`, annotated, words));
    }
    if (spec.defaultBackend !== undefined)
      errors.push(...backendErrors(spec.defaultBackend, "spec.defaultBackend"));
    for (const [index, rule] of (spec.rules ?? []).entries()) {
      const at = `spec.rules[${index}]`;
      errors.push(...hostErrors(rule.host, `${at}.host`));
      if (rule.http !== undefined && (rule.http.paths ?? []).length === 0) {
        errors.push(fieldError.required(`${at}.http.paths`));
      }
      for (const [position, path] of (rule.http?.paths ?? []).entries()) {
        errors.push(...pathErrors(path, `${at}.http.paths[${position}]`));
      }
    }
    return errors;
  },
};

function hostErrors(host: string | undefined, at: string): string[] {
  if (host === undefined || host === "") return [];
  const name = host.startsWith("*.") ? host.slice(2) : host;
  return nameProblems("dns-subdomain", name).map((problem) => fieldError.invalid(at, host, problem));
}

function pathErrors(path: IngressPath, at: string): string[] {
  const errors: string[] = [];
  const types = ["Exact", "ImplementationSpecific", "Prefix"];
  if (path.pathType === undefined) {
    errors.push(fieldError.required(`${at}.pathType`, "pathType must be specified"));
  } else if (!types.includes(path.pathType)) {
    errors.push(fieldError.notSupported(`${at}.pathType`, path.pathType, types));
  } else if (path.pathType !== "ImplementationSpecific" && !(path.path ?? "").startsWith("/")) {
    errors.push(fieldError.invalid(`${at}.path`, path.path ?? "", "must be an absolute path"));
  }
  return [...errors, ...backendErrors(path.backend, `${at}.backend`)];
}

function backendErrors(backend: IngressBackend, at: string): string[] {
  if (backend.resource !== undefined) {
    return backend.service === undefined
      ? []
      : [fieldError.invalid(at, "", "cannot set both resource and service backends")];
  }
  if (backend.service === undefined)
    return [fieldError.required(at, "resource or service backend is required")];
  const { name, port = {} } = backend.service;
  const errors: string[] = [];
  if ((name ?? "") === "") errors.push(fieldError.required(`${at}.service.name`));
  if (port.name !== undefined && port.number !== undefined) {
    errors.push(fieldError.invalid(`${at}.service.port`, "", "cannot set both port name & port number"));
  } else if (port.name === undefined && port.number === undefined) {
    errors.push(fieldError.required(`${at}.service.port`, "port name or number is required"));
  } else if (port.number !== undefined && !isPort(port.number)) {
    errors.push(fieldError.invalid(`${at}.service.port.number`, port.number, PORT_RANGE_WORDS));
  }
  return errors;
}

/** networking.k8s.io/v1 IngressClass: its controller stays. */
export const ingressClassStrategy: Strategy<IngressClass> = {
  validate(object, _context, old) {
    const { controller } = object.spec ?? {};
    if ((controller ?? "") === "") return [fieldError.required("spec.controller")];
    return old === undefined || equal(controller, old.spec.controller)
      ? []
      : [fieldError.immutable("spec.controller", controller)];
  },
};
