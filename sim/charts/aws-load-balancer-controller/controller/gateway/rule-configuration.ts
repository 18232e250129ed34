import { NotSimulated } from "../../../../core/errors.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  LISTENER_RULE_CONFIGURATION,
  type ListenerRuleConfiguration,
  type Route,
  type RouteRule,
} from "../kubernetes/gateway-objects.ts";
import { invalidData, type RouteVerdict } from "./routes.ts";

/** What a rule's configuration says, or why it is as if it had no backends. */
interface RuleConfiguration {
  readonly spec?: ListenerRuleConfiguration["spec"];
  readonly refused?: NonNullable<RouteVerdict["refused"]>;
}

const ROUTING = ["fixed-response", "redirect"];

/**
 * The ListenerRuleConfiguration that a filter of a rule refers to. Facts: listenerRuleConfigLoader in
 * pkg/gateway/routeutils/backend.go.
 *
 * @throws NotSimulated
 */
export function ruleConfiguration(reader: KubeReader, route: Route, rule: RouteRule): RuleConfiguration {
  const [name, ...more] = configurationsOf(rule);
  if (name === undefined) return {};
  if (more.length > 0) {
    return refuse(route, "Only one listener rule config can be referenced per route rule, found multiple");
  }
  const { namespace = "" } = route.metadata;
  const found = reader.find(LISTENER_RULE_CONFIGURATION, namespace, name);
  if (found === undefined)
    return refuse(route, `ListenerRuleConfiguration [${namespace}/${name}] not found)`);
  if (found.status?.accepted !== true) {
    const { message = "status unknown" } = found.status ?? {};
    return refuse(
      route,
      `ListenerRuleConfiguration [${namespace}/${name}] is not accepted. Reason:  ${message})`,
    );
  }
  refuseUnmodelled(found.spec);
  return { spec: found.spec };
}

/** Whether a rule of a route refers to a configuration. */
export function refersToRules(route: Route, { metadata }: ListenerRuleConfiguration): boolean {
  return (
    route.metadata.namespace === metadata.namespace &&
    (route.spec.rules ?? []).flatMap(configurationsOf).includes(metadata.name)
  );
}

function configurationsOf({ filters = [] }: RouteRule): readonly string[] {
  return filters.flatMap(({ type, extensionRef }) =>
    type === "ExtensionRef" && extensionRef?.kind === "ListenerRuleConfiguration" ? [extensionRef.name] : [],
  );
}

function refuseUnmodelled({ actions = [], conditions = [], tags }: ListenerRuleConfiguration["spec"]): void {
  const action = actions.find(({ type }) => !ROUTING.includes(type));
  if (action !== undefined) throw new NotSimulated(`action ${action.type} of a ListenerRuleConfiguration`);
  if (conditions.some(({ matchIndexes }) => matchIndexes !== undefined)) {
    throw new NotSimulated("matchIndexes of a ListenerRuleConfiguration");
  }
  if (tags !== undefined) throw new NotSimulated("tags of a ListenerRuleConfiguration");
}

function refuse(route: Route, what: string): RuleConfiguration {
  const message = invalidData(route, what);
  return { refused: { condition: "Accepted", reason: "IncompatibleFilters", message } };
}
