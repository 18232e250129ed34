/** Where connections to a listener of a Network Load Balancer go, for one state of the cloud. */
import type { ListenerRecord, LoadBalancerRecord } from "../aws/elbv2/records.ts";
import { rulesOf } from "../aws/elbv2/rule/rule.ts";
import { elbv2State } from "../aws/elbv2/state.ts";
import type { Cloud } from "../core/cloud.ts";
import { NotSimulated } from "../core/errors.ts";
import { isApplicationListener } from "./application-listener.ts";
import { compileGroup, type TargetGroupView } from "./target-group-view.ts";

export interface NetworkTable {
  readonly loadBalancer: LoadBalancerRecord;
  readonly listener: ListenerRecord;
  /** Of the listener's one rule. */
  readonly ruleArn: string;
  readonly group: TargetGroupView;
}

/**
 * Compiles the present state of a listener; undefined when it is not there any more.
 *
 * @param clientAddress the address from which connections come.
 * @throws NotSimulated for UDP, and for targets that are spoken to with TLS.
 */
export function compileNetworkListener(
  cloud: Cloud,
  listenerArn: string,
  clientAddress: string,
): NetworkTable | undefined {
  const listener = elbv2State(cloud).listeners.find(listenerArn);
  if (listener === undefined || isApplicationListener(listener)) return undefined;
  const loadBalancer = elbv2State(cloud).loadBalancers.get(listener.loadBalancerArn);
  const refused = whyNotCarried(cloud, listener);
  if (refused !== undefined) throw new NotSimulated(refused, `listener on port ${listener.port}`);
  const { ruleArn, group } = onlyRule(cloud, listenerArn);
  const from = group.attributes["preserve_client_ip.enabled"] === "true" ? clientAddress : undefined;
  const view = compileGroup(cloud, loadBalancer, group, from);
  return { loadBalancer, listener, ruleArn, group: withoutEmptyZones(view) };
}

/** Programs in pods speak HTTP, without TLS. @returns undefined for a listener whose connections are carried. */
export function whyNotCarried(cloud: Cloud, { arn, protocol }: ListenerRecord): string | undefined {
  if (protocol === "UDP") return "UDP on the data plane";
  return onlyRule(cloud, arn).group.protocol === "TLS" ? "TLS to targets" : undefined;
}

function onlyRule(cloud: Cloud, listenerArn: string) {
  const [rule] = rulesOf(cloud, listenerArn);
  const arn = rule!.actions[0]!.ForwardConfig?.TargetGroups?.[0]?.TargetGroupArn ?? "";
  return { ruleArn: rule!.arn, group: elbv2State(cloud).targetGroups.get(arn) };
}

/**
 * The load balancer's name does not lead to zones without healthy targets.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
function withoutEmptyZones(view: TargetGroupView): TargetGroupView {
  return { ...view, pools: view.pools.filter((pool) => pool.length > 0) };
}
