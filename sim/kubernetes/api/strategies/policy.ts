import type { KubeObject } from "../../types.ts";
import { equal } from "../plain.ts";
import { fieldError } from "../status-errors.ts";
import type { Strategy } from "../strategy.ts";

/** policy/v1 PodDisruptionBudget */
export const podDisruptionBudgetStrategy: Strategy = {
  prepare(object, _context, old) {
    if (old === undefined) object["status"] = {};
  },
  validate(object) {
    const { minAvailable, maxUnavailable } = object["spec"] ?? {};
    if (minAvailable !== undefined && maxUnavailable !== undefined) {
      return [
        fieldError.invalid("spec", object["spec"], "minAvailable and maxUnavailable cannot be both set"),
      ];
    }
    return [
      ...intOrPercentErrors(minAvailable, "spec.minAvailable"),
      ...intOrPercentErrors(maxUnavailable, "spec.maxUnavailable"),
    ];
  },
};

function intOrPercentErrors(value: number | string | undefined, path: string): string[] {
  if (typeof value === "number" && value < 0) {
    return [fieldError.invalid(path, value, "must be greater than or equal to 0")];
  }
  if (typeof value === "string" && !/^[0-9]+%$/.test(value)) {
    const words =
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', " +
      "regex used for validation is '[0-9]+%')";
    return [fieldError.invalid(path, value, words)];
  }
  return [];
}

/** rbac.authorization.k8s.io/v1 RoleBinding and ClusterRoleBinding: what they bind stays. */
export const roleBindingStrategy: Strategy = {
  setDefaults(object: KubeObject) {
    if (object["roleRef"] !== undefined) object["roleRef"].apiGroup ??= "rbac.authorization.k8s.io";
    for (const subject of object["subjects"] ?? []) {
      subject.apiGroup ??= subject.kind === "ServiceAccount" ? "" : "rbac.authorization.k8s.io";
    }
  },
  validate(object: KubeObject, _context, old) {
    return old === undefined || equal(object["roleRef"], old["roleRef"])
      ? []
      : [fieldError.invalid("roleRef", object["roleRef"], "cannot change roleRef")];
  },
};

/** admissionregistration.k8s.io/v1 Mutating- and ValidatingWebhookConfiguration */
export const webhookConfigurationStrategy: Strategy = {
  setDefaults(object: KubeObject) {
    for (const webhook of object["webhooks"] ?? []) {
      webhook.failurePolicy ??= "Fail";
      webhook.matchPolicy ??= "Equivalent";
      webhook.timeoutSeconds ??= 10;
      webhook.namespaceSelector ??= {};
      webhook.objectSelector ??= {};
      if (object.kind === "MutatingWebhookConfiguration") webhook.reinvocationPolicy ??= "Never";
      if (webhook.clientConfig?.service !== undefined) webhook.clientConfig.service.port ??= 443;
      for (const rule of webhook.rules ?? []) rule.scope ??= "*";
    }
  },
  validate(object: KubeObject) {
    const names = new Set<string>();
    return (object["webhooks"] ?? []).flatMap(
      (webhook: Readonly<Record<string, unknown>>, index: number): string[] => {
        const at = `webhooks[${index}]`;
        const name = String(webhook["name"] ?? "");
        const errors: string[] = [];
        if (names.has(name)) errors.push(fieldError.duplicate(`${at}.name`, name));
        names.add(name);
        if (name.split(".").length < 3) {
          const words = "should be a domain with at least three segments separated by dots";
          errors.push(fieldError.invalid(`${at}.name`, name, words));
        }
        if (webhook["sideEffects"] === undefined) {
          errors.push(fieldError.required(`${at}.sideEffects`, "must specify one of None, NoneOnDryRun"));
        }
        if (webhook["admissionReviewVersions"] === undefined) {
          const words = "must specify one of v1, v1beta1";
          errors.push(fieldError.required(`${at}.admissionReviewVersions`, words));
        }
        return errors;
      },
    );
  },
};
