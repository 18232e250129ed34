import { NotSimulated } from "../../core/errors.ts";
import type { ApiServer } from "../api-server.ts";
import { gvkOf, type Kind } from "../api/kinds.ts";
import { selects } from "../label-selector.ts";
import type { LabelSelector } from "../objects.ts";
import type { AdmissionRequest, KubeObject } from "../types.ts";

/** One entry of a Mutating- or ValidatingWebhookConfiguration, with its defaults filled in. */
export interface Webhook {
  readonly name: string;
  readonly failurePolicy: "Fail" | "Ignore";
  readonly timeoutSeconds: number;
  readonly namespaceSelector: LabelSelector;
  readonly objectSelector: LabelSelector;
  readonly matchConditions?: readonly unknown[];
  readonly clientConfig: {
    readonly url?: string;
    readonly service?: {
      readonly namespace: string;
      readonly name: string;
      readonly port: number;
      readonly path?: string;
    };
  };
  readonly rules?: readonly {
    readonly apiGroups: readonly string[];
    readonly apiVersions: readonly string[];
    readonly operations: readonly string[];
    readonly resources: readonly string[];
    readonly scope: "*" | "Cluster" | "Namespaced";
  }[];
}

/**
 * Whether a webhook is to be asked about a request.
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-rules
 */
export function isConcerned(api: ApiServer, webhook: Webhook, request: AdmissionRequest): boolean {
  const kind = api.kind(gvkOf(request.object));
  if (!matchesRules(webhook, kind, request)) return false;
  if (!matchesNamespace(api, webhook, kind, request.object)) return false;
  const objects = [request.object, request.oldObject].filter((object) => object !== undefined);
  if (!objects.some((object) => selects(webhook.objectSelector, object.metadata.labels))) return false;
  if ((webhook.matchConditions ?? []).length > 0)
    throw new NotSimulated(`matchConditions of webhook ${webhook.name}`);
  return true;
}

function matchesRules(webhook: Webhook, kind: Kind, { operation }: AdmissionRequest): boolean {
  return (webhook.rules ?? []).some(
    (rule) =>
      includes(rule.apiGroups, kind.group) &&
      includes(rule.apiVersions, kind.version) &&
      includes(rule.operations, operation) &&
      (includes(rule.resources, kind.plural) || rule.resources.includes("*/*")) &&
      (rule.scope === "*" || (rule.scope === "Namespaced") === kind.namespaced),
  );
}

function includes(list: readonly string[], value: string): boolean {
  return list.includes("*") || list.includes(value);
}

/** A namespace is matched by its own labels; other objects without namespace match always. */
function matchesNamespace(api: ApiServer, webhook: Webhook, kind: Kind, object: KubeObject): boolean {
  const namespace =
    kind.gvk === "v1/Namespace"
      ? object
      : kind.namespaced
        ? api.view("v1/Namespace", undefined, object.metadata.namespace ?? "")
        : undefined;
  return namespace === undefined || selects(webhook.namespaceSelector, namespace.metadata.labels);
}
