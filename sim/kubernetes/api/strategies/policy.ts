import type { PodDisruptionBudget } from "../../objects.ts";
import type { KubeObject } from "../../types.ts";
import { equal } from "../plain.ts";
import { fieldError } from "../status-errors.ts";
import type { Strategy } from "../strategy.ts";

/** policy/v1 PodDisruptionBudget */
export const podDisruptionBudgetStrategy: Strategy<PodDisruptionBudget> = {
  prepare(object, _context, old) {
    if (old === undefined) object.status = {};
  },
  validate(object) {
    const { minAvailable, maxUnavailable } = object.spec ?? {};
    if (minAvailable !== undefined && maxUnavailable !== undefined) {
      return [fieldError.invalid("spec", object.spec, "minAvailable and maxUnavailable cannot be both set")];
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

interface RoleBinding extends KubeObject {
  readonly roleRef?: { readonly apiGroup: string };
  readonly subjects?: readonly { readonly kind: string; readonly apiGroup: string }[];
}

/** rbac.authorization.k8s.io/v1 RoleBinding and ClusterRoleBinding: what they bind stays. */
export const roleBindingStrategy: Strategy<RoleBinding> = {
  setDefaults(object) {
    if (object.roleRef !== undefined) object.roleRef.apiGroup ??= "rbac.authorization.k8s.io";
    for (const subject of object.subjects ?? []) {
      subject.apiGroup ??= subject.kind === "ServiceAccount" ? "" : "rbac.authorization.k8s.io";
    }
  },
  validate(object, _context, old) {
    return old === undefined || equal(object.roleRef, old.roleRef)
      ? []
      : [fieldError.invalid("roleRef", object.roleRef, "cannot change roleRef")];
  },
};

/** A webhook as it is written; webhook-matching.ts reads the whole of it. */
interface WebhookRegistration {
  readonly name?: string;
  readonly failurePolicy: string;
  readonly matchPolicy: string;
  readonly timeoutSeconds: number;
  readonly namespaceSelector: object;
  readonly objectSelector: object;
  readonly reinvocationPolicy?: string;
  readonly clientConfig?: { readonly service?: { readonly port: number } };
  readonly rules?: readonly { readonly scope: string }[];
  readonly sideEffects?: string;
  readonly admissionReviewVersions?: readonly string[];
}

interface WebhookConfiguration extends KubeObject {
  readonly webhooks?: readonly WebhookRegistration[];
}

/** admissionregistration.k8s.io/v1 Mutating- and ValidatingWebhookConfiguration */
export const webhookConfigurationStrategy: Strategy<WebhookConfiguration> = {
  setDefaults(object) {
    for (const webhook of object.webhooks ?? []) {
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
  validate(object) {
    const names = new Set<string>();
    return (object.webhooks ?? []).flatMap((webhook, index) => {
      const at = `webhooks[${index}]`;
      const name = String(webhook.name ?? "");
      const errors: string[] = [];
      if (names.has(name)) errors.push(fieldError.duplicate(`${at}.name`, name));
      names.add(name);
      if (name.split(".").length < 3) {
        const words = "should be a domain with at least three segments separated by dots";
        errors.push(fieldError.invalid(`${at}.name`, name, words));
      }
      if (webhook.sideEffects === undefined) {
        errors.push(fieldError.required(`${at}.sideEffects`, "must specify one of None, NoneOnDryRun"));
      }
      if (webhook.admissionReviewVersions === undefined) {
        const words = "must specify one of v1, v1beta1";
        errors.push(fieldError.required(`${at}.admissionReviewVersions`, words));
      }
      return errors;
    });
  },
};

declare module "../../types.ts" {
  interface Kinds {
    "admissionregistration.k8s.io/v1/MutatingWebhookConfiguration": WebhookConfiguration;
    "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration": WebhookConfiguration;
    "rbac.authorization.k8s.io/v1/ClusterRoleBinding": RoleBinding;
    "rbac.authorization.k8s.io/v1/RoleBinding": RoleBinding;
  }
}
