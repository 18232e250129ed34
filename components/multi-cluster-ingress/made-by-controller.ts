import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { findLoadBalancer } from "../shared/load-balancer/of-controller.ts";
import { missing } from "../shared/look-until.ts";
import { ALB_ANNOTATION } from "./ingress-annotations.ts";
import { defaultRule, readRules, type FoundRule } from "./listener-rules.ts";

/** The Ingress, as far as it tells what the controller has to make of it. */
export interface AppliedIngress {
  readonly clusterName: string;
  readonly namespace: string;
  readonly ingressName: string;
  /** Service and port, such as `service-2048:80`, that the target group of each app is for, by the app's name. */
  readonly backends: Readonly<Record<string, string>>;
  /** From its status. */
  readonly hostname: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** How many rules it has. */
  readonly ruleCount: number;
  readonly revision: string;
}

/** A target group that the controller made. */
export interface MadeTargetGroup {
  readonly arn: string;
  readonly name: string;
}

/** Load balancer and target groups that the controller made of the Ingress. */
export interface MadeByController {
  readonly loadBalancerArn: string;
  /** By app; missing, or several, for one that has not what it should have. */
  readonly targetGroups: Readonly<Record<string, readonly MadeTargetGroup[]>>;
  /** Whether a rule is as an earlier state of the Ingress asked for, or an earlier version of this component. */
  readonly isStale: boolean;
  /** What else the rules forward to. */
  readonly others: readonly string[];
  /** What rules say that lead nowhere. */
  readonly answers: readonly string[];
}

/** Target groups that a search has looked at, by ARN: what they are for does not change. */
export type SeenTargetGroups = Map<string, Promise<aws.lb.GetTargetGroupResult>>;

/**
 * Finds what the controller made of an Ingress by going from one thing to the next: host name, load balancer, listener,
 * rules, target groups. A search for the target groups' tags would read those of every target group of the region, one
 * call each; so each rule and each target group of ours is read once.
 *
 * @param wantsStale whether what was made of an earlier state is of interest: if not, rules are read until one is stale.
 * @throws Error that says what is missing.
 */
export async function findMade(
  ingress: AppliedIngress,
  { seen, wantsStale }: { readonly seen: SeenTargetGroups; readonly wantsStale: boolean },
  opts: pulumi.InvokeOptions,
): Promise<MadeByController> {
  const { annotations, clusterName, hostname } = ingress;
  const name = loadBalancerName(hostname, annotations[`${ALB_ANNOTATION}load-balancer-name`]);
  const loadBalancer = await findLoadBalancer("Ingress", hostname, name, opts);
  const port = listenerPort(annotations);
  const listener = await aws.lb
    .getListener({ loadBalancerArn: loadBalancer.arn, port }, opts)
    .catch((cause: unknown) =>
      missing(`load balancer ${loadBalancer.name} has no listener on port ${port}`, cause),
    );
  const sharesListener = `${ALB_ANNOTATION}group.name` in annotations;
  const isOld = ({ revision }: FoundRule) => revision !== ingress.revision;
  const rules = await readRules(
    listener.arn,
    {
      count: sharesListener ? Infinity : ingress.ruleCount,
      isLast: (rule) => !wantsStale && !sharesListener && isOld(rule),
    },
    opts,
  );
  const byDefault = defaultRule(listener);
  const appOf = (resource: string) => appOfBackend(ingress, resource);
  const sorted = await sortByApp(
    [...rules, byDefault],
    { clusterName, tag: RESOURCE_TAG, appOf },
    seen,
    opts,
  );
  const ours = sharesListener ? sorted.ours : rules.length > 0 ? rules : [byDefault];
  const isStale = ours.some(isOld);
  return {
    loadBalancerArn: loadBalancer.arn,
    targetGroups: sorted.targetGroups,
    isStale,
    others: [...new Set(sorted.others)],
    answers: [...new Set(rules.flatMap(({ unavailable }) => unavailable))],
  };
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

/** Tags of the controller: pkg/deploy/tracking/provider.go */
export const CLUSTER_TAG = "elbv2.k8s.aws/cluster";
export const RESOURCE_TAG = "ingress.k8s.aws/resource";

interface SortedTargetGroups extends Pick<MadeByController, "targetGroups"> {
  /** Rules that forward to one of ours. */
  readonly ours: readonly FoundRule[];
  readonly others: readonly string[];
}

/** How target groups of our apps are told by their tags. */
export interface AppTags {
  readonly clusterName: string;
  /** The tag that says what one is for. */
  readonly tag: string;
  appOf(resource: string): string | undefined;
}

/** Tells target groups of our apps by their tags. */
export async function sortByApp(
  rules: readonly FoundRule[],
  { clusterName, tag, appOf }: AppTags,
  seen: SeenTargetGroups,
  opts: pulumi.InvokeOptions,
): Promise<SortedTargetGroups> {
  const arns = [...new Set(rules.flatMap(({ targetGroupArns }) => targetGroupArns))];
  // Without a prototype: `constructor` is a name for an app, too.
  const targetGroups = Object.create(null) as Record<string, MadeTargetGroup[]>;
  const others: string[] = [];
  const known = new Set<string>();
  for (const { arn, name, tags } of await Promise.all(arns.map((arn) => remembered(seen, arn, opts)))) {
    const resource = tags[tag] ?? arn;
    const app = tags[CLUSTER_TAG] === clusterName ? appOf(resource) : undefined;
    if (app === undefined) {
      others.push(`${resource} of ${tags[CLUSTER_TAG] ?? "no cluster"}`);
      continue;
    }
    known.add(arn);
    (targetGroups[app] ??= []).push({ arn, name });
  }
  const ours = rules.filter(({ targetGroupArns }) => targetGroupArns.some((arn) => known.has(arn)));
  return { targetGroups, others, ours };
}

function appOfBackend({ backends, ...ingress }: AppliedIngress, resource: string): string | undefined {
  return Object.keys(backends).find((app) => resourceTag(ingress, backends[app]!) === resource);
}

/** Value of the tag that tells what a target group is for. */
export function resourceTag(
  { namespace, ingressName }: Pick<AppliedIngress, "namespace" | "ingressName">,
  backend: string,
): string {
  return `${namespace}/${ingressName}-${backend}`;
}

function remembered(
  seen: SeenTargetGroups,
  arn: string,
  opts: pulumi.InvokeOptions,
): Promise<aws.lb.GetTargetGroupResult> {
  const found = seen.get(arn) ?? aws.lb.getTargetGroup({ arn }, opts);
  seen.set(arn, found);
  return found;
}
