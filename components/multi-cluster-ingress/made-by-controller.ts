import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { ALB_ANNOTATION, NO_WEB_ACL } from "./ingress-annotations.ts";
import { REVISION_TAG } from "./revision.ts";

/** The Ingress, as far as it tells what the controller has to make of it. */
export interface AppliedIngress {
  readonly clusterName: string;
  readonly namespace: string;
  readonly ingressName: string;
  /** Service and port that the target group is for. */
  readonly backend: string;
  /** From its status. */
  readonly hostname: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly revision: string;
}

/** Load balancer and target group that the controller made of the Ingress. */
export interface MadeByController {
  readonly loadBalancerArn: string;
  readonly targetGroupArn: string;
  readonly targetGroupName: string;
  /** That of the Ingress that it was last made from; undefined if that was made by an earlier version of this component. */
  readonly revision: string | undefined;
}

/**
 * Finds what the controller made of an Ingress by going from one thing to the next: host name, load balancer, listener,
 * rule, target group. A search for the target group's tags would read those of every target group of the region, one
 * call each.
 *
 * @throws Error that says what is missing.
 */
export async function findMade(
  ingress: AppliedIngress,
  opts: pulumi.InvokeOptions,
): Promise<MadeByController> {
  const loadBalancer = await findLoadBalancer(ingress, opts);
  const port = listenerPort(ingress.annotations);
  const listener = await aws.lb
    .getListener({ loadBalancerArn: loadBalancer.arn, port }, opts)
    .catch((cause: unknown) =>
      missing(`load balancer ${loadBalancer.name} has no listener on port ${port}`, cause),
    );
  const found = await findTargetGroup(ingress, listener.arn, opts);
  await checkWebAcl(ingress, loadBalancer.arn, opts);
  return { loadBalancerArn: loadBalancer.arn, ...found };
}

async function findLoadBalancer(
  { hostname, annotations }: AppliedIngress,
  opts: pulumi.InvokeOptions,
): Promise<aws.lb.GetLoadBalancerResult> {
  const name = loadBalancerName(hostname, annotations[`${ALB_ANNOTATION}load-balancer-name`]);
  const gone = (cause?: unknown) =>
    missing(
      `the load balancer ${hostname} is gone; run pulumi refresh to read the present one from the Ingress`,
      cause,
    );
  if (name === undefined) return gone();
  const loadBalancer = await aws.lb.getLoadBalancer({ name }, opts).catch(gone);
  return loadBalancer.dnsName.toLowerCase() === hostname ? loadBalancer : gone();
}

/** `name-1234567890.region.elb.amazonaws.com`, with `internal-` before it; the status has it in small letters. */
function loadBalancerName(hostname: string, given: string | undefined): string | undefined {
  const [, name] = /^(?:internal-)?(.+)-\d+\.[a-z0-9-]+\.elb\./.exec(hostname) ?? [];
  return given?.toLowerCase() === name ? given : name;
}

/** The port whose rules forward to pods: with `ssl-redirect`, those of HTTP have none. */
function listenerPort(annotations: Readonly<Record<string, string>>): number {
  const secure = `${ALB_ANNOTATION}certificate-arn` in annotations;
  const ports = JSON.parse(annotations[`${ALB_ANNOTATION}listen-ports`] ?? "[]") as Record<string, number>[];
  const protocol = ports.some((one) => "HTTPS" in one) ? "HTTPS" : "HTTP";
  return ports.find((one) => protocol in one)?.[protocol] ?? (secure ? 443 : 80);
}

/** Looks at rules in the order of their priority, which the controller counts from 1, for the one of this Ingress. */
async function findTargetGroup(
  ingress: AppliedIngress,
  listenerArn: string,
  opts: pulumi.InvokeOptions,
): Promise<Omit<MadeByController, "loadBalancerArn">> {
  const wanted = `${ingress.namespace}/${ingress.ingressName}-${ingress.backend}`;
  const others: string[] = [];
  for (let priority = 1; ; priority++) {
    const rule = await aws.lb
      .getListenerRule({ listenerArn, priority }, opts)
      .catch((cause: unknown) => missing(describeOthers(ingress, wanted, others), cause));
    for (const arn of targetGroupsOf(rule)) {
      const { name, tags } = await aws.lb.getTargetGroup({ arn }, opts);
      const resource = tags[RESOURCE_TAG] ?? arn;
      if (resource === wanted && tags[CLUSTER_TAG] === ingress.clusterName) {
        return { targetGroupArn: arn, targetGroupName: name, revision: rule.tags[REVISION_TAG] };
      }
      others.push(`${resource} of ${tags[CLUSTER_TAG] ?? "no cluster"}`);
    }
  }
}

/** Tags of the controller: pkg/deploy/tracking/provider.go */
const CLUSTER_TAG = "elbv2.k8s.aws/cluster";
const RESOURCE_TAG = "ingress.k8s.aws/resource";

function targetGroupsOf({ actions = [] }: aws.lb.GetListenerRuleResult): string[] {
  return actions
    .flatMap(({ forwards = [] }) => forwards)
    .flatMap(({ targetGroups = [] }) => targetGroups.map(({ arn }) => arn));
}

function describeOthers({ clusterName }: AppliedIngress, wanted: string, others: readonly string[]): string {
  const found = others.length === 0 ? "no target group" : [...new Set(others)].join(", ");
  return (
    `no rule forwards to the target group with the tags ${RESOURCE_TAG}=${wanted} and ` +
    `${CLUSTER_TAG}=${clusterName}; found: ${found}`
  );
}

/** The controller attaches a web ACL last, after all that bears tags. */
async function checkWebAcl(
  { annotations }: AppliedIngress,
  resourceArn: string,
  opts: pulumi.InvokeOptions,
): Promise<void> {
  const wanted = annotations[`${ALB_ANNOTATION}wafv2-acl-arn`];
  if (wanted === undefined || wanted === NO_WEB_ACL) return;
  const present = await aws.wafv2
    .getWebAcl({ scope: "REGIONAL", resourceArn }, opts)
    .catch((cause: unknown) => missing(`its web ACL is not ${wanted}`, cause));
  if (present.arn !== wanted) missing(`its web ACL is ${present.arn} instead of ${wanted}`);
}

/** @param cause what AWS said to the look-up. */
function missing(what: string, cause?: unknown): never {
  const answer = cause instanceof Error ? cause.message : "";
  throw new Error(answer === "" ? what : `${what} (${answer})`);
}
