import type { RuleTransform } from "../../../../aws/elbv2/shapes.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import { SERVICE, type Ingress, type IngressBackend, type Service } from "../kubernetes/objects.ts";
import { parseAction, type ActionConfig } from "./action-config.ts";
import { parseConditions, type ConditionConfig } from "./condition-config.ts";
import { parseTransforms } from "./transform-config.ts";

/** A backend of an Ingress with everything that annotations add to it. */
export interface EnhancedBackend {
  readonly conditions: readonly ConditionConfig[];
  readonly transforms: readonly RuleTransform[];
  readonly action: ActionConfig;
  /** Services that the action forwards to, by name. */
  readonly services: ReadonlyMap<string, Service>;
}

/** What to do about Services and actions that are not there. */
export interface BackendOptions {
  readonly tolerateNonExistentBackendService: boolean;
  readonly tolerateNonExistentBackendAction: boolean;
}

/** The port name that refers to an annotation `actions.NAME` instead of a Service. */
const USE_ANNOTATION = "use-annotation";

/** Facts: pkg/ingress/enhanced_backend_builder.go. @throws Error as shown in the event FailedBuildModel. */
export function buildBackend(
  reader: KubeReader,
  ingress: Ingress,
  backend: IngressBackend,
  options: BackendOptions,
): EnhancedBackend {
  const { service } = backend;
  if (service === undefined) throw new Error('missing required "service" field');
  const annotations = ingress.metadata.annotations;
  const conditions = parseConditions(annotations, service.name);
  const transforms = parseTransforms(annotations, service.name);
  const action =
    service.port?.name === USE_ANNOTATION
      ? annotatedAction(ingress, service.name, options)
      : forwardTo(service.name, service.port?.name || (service.port?.number ?? 0));
  return { conditions, transforms, ...withServices(reader, ingress, action, options) };
}

function annotatedAction(ingress: Ingress, name: string, options: BackendOptions): ActionConfig {
  const action = parseAction(ingress.metadata.annotations, name);
  if (action !== undefined) return action;
  if (options.tolerateNonExistentBackendAction) return unavailable("Backend action does not exist");
  throw new Error(`missing actions.${name} configuration`);
}

function withServices(
  reader: KubeReader,
  ingress: Ingress,
  action: ActionConfig,
  options: BackendOptions,
): Pick<EnhancedBackend, "action" | "services"> {
  const services = new Map<string, Service>();
  if (action.type !== "forward") return { action, services };
  const single = action.targetGroups.length === 1;
  const namespace = ingress.metadata.namespace;
  for (const { service } of action.targetGroups) {
    if (service === undefined) continue;
    const found = reader.find(SERVICE, namespace, service.name);
    if (found !== undefined) {
      services.set(service.name, found);
      continue;
    }
    if (options.tolerateNonExistentBackendService && single) {
      return { action: unavailable("Backend service does not exist"), services };
    }
    throw new Error(`Service "${service.name}" not found`);
  }
  return { action, services };
}

function forwardTo(name: string, port: number | string): ActionConfig {
  return { type: "forward", targetGroups: [{ service: { name, port } }] };
}

function unavailable(message: string): ActionConfig {
  return {
    type: "fixed-response",
    config: { ContentType: "text/plain", StatusCode: "503", MessageBody: message },
  };
}
