import type { Former, FormerLoadBalancer } from "./former.ts";
import { lostHeadersProblem } from "./listener-headers.ts";
import { childNames } from "./names.ts";
import { PlainError } from "../shared/plain-error.ts";
import type { ResolvedSharedLoadBalancerArgs } from "./resolve.ts";

/**
 * Refuses what cannot be done in one update, as AWS would come to it only in the middle: a target group belongs to one load
 * balancer, and Pulumi deletes what a program has no more only when all else is done.
 *
 * @throws RunError that says how to do it.
 */
export function refuseLoadBalancerMoves(
  name: string,
  args: ResolvedSharedLoadBalancerArgs,
  former: Former,
): void {
  const reason =
    moveProblem(name, args, former) ??
    replacementProblem(name, args, former) ??
    lostHeadersProblem(name, args, former);
  if (reason !== undefined) throw new PlainError(`SharedLoadBalancer "${name}": ${reason}`);
}

/** From a load balancer of its own to a given listener, or back. */
function moveProblem(
  name: string,
  { listenerArn }: ResolvedSharedLoadBalancerArgs,
  { loadBalancers, priorities }: Former,
): string | undefined {
  const names = childNames(name);
  const wasOwn = names.loadBalancer in loadBalancers;
  const wasGiven = Object.keys(priorities).some((rule) => rule.startsWith(`${names.rules}-`));
  if (listenerArn === undefined ? !wasGiven : !wasOwn) return undefined;
  const change =
    listenerArn === undefined
      ? "its rules stand at a given listener, and listenerArn is gone"
      : "it has a load balancer of its own, and listenerArn is given";
  return `${change}; make another SharedLoadBalancer beside it, let clusters bind both, and remove this one then`;
}

function replacementProblem(
  name: string,
  args: ResolvedSharedLoadBalancerArgs,
  { loadBalancers, listeners }: Former,
): string | undefined {
  const names = childNames(name);
  const former = loadBalancers[names.loadBalancer];
  const changed = former === undefined ? [] : changesThatReplace(args, former);
  if (former === undefined || changed.length === 0) return undefined;
  const replaces = `another ${changed.join(" and ")} replaces load balancer ${former.name}`;
  if (former.enableDeletionProtection) {
    return `${replaces}, which is protected from deletion; set deletionProtection to false and update, then make the change`;
  }
  const hadTls = names.httpsListener in listeners;
  if (hadTls === (args.tls !== undefined)) return undefined;
  const tls = hadTls ? "without the tls that it has" : "with tls that it does not have";
  return `${replaces} by one ${tls}; make one change after the other, each with an update`;
}

function changesThatReplace(
  { scheme, loadBalancerName }: ResolvedSharedLoadBalancerArgs,
  former: FormerLoadBalancer,
): readonly string[] {
  const isRenamed =
    loadBalancerName === undefined ? former.namePrefix === "" : loadBalancerName !== former.name;
  return [
    ...((scheme === "internal") === former.internal ? [] : ["scheme"]),
    ...(isRenamed ? ["loadBalancerName"] : []),
  ];
}
