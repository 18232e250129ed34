import { ArgsCheck } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { checkLoadBalancer, LOGS } from "../shared/load-balancer/load-balancer.ts";
import { checkTargetApp } from "../shared/load-balancer/target-app.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { checkRouting } from "../shared/routing/check.ts";
import { checkTags } from "../shared/tags.ts";
import type { SharedLoadBalancerArgs } from "./args.ts";
import { checkTraffic } from "./check-traffic.ts";
import { LAST_PRIORITY } from "./priorities.ts";
import { appsWithTargets, type ResolvedSharedLoadBalancerArgs } from "./resolve.ts";

type Check = ArgsCheck<ResolvedSharedLoadBalancerArgs>;

/** Priorities that are left for rules at the least, and for their moves. */
const ROOM = 10_000;

/** What is another's on a given listener. */
const OF_LOAD_BALANCER = [
  "scheme",
  "loadBalancerName",
  "subnetIds",
  "inboundCidrs",
  "tls",
  "webAclArn",
  ...LOGS,
  "responseHeaders",
  "deletionProtection",
  "idleTimeoutSeconds",
  "clientKeepAliveSeconds",
  "dropInvalidHeaderFields",
  "desyncMitigation",
  "forwardedFor",
  "forwardedForClientPort",
  "preserveHostHeader",
  "tlsHeaders",
  "zonalShift",
  "backendSecurityGroupId",
  "defaultAction",
] as const satisfies readonly (keyof SharedLoadBalancerArgs)[];

/** What is wrong with args that have their defaults. */
export function sharedLoadBalancerProblems(
  args: ResolvedSharedLoadBalancerArgs,
): readonly ProblemOf<SharedLoadBalancerArgs>[] {
  const check = new ArgsCheck(args);
  check.text("vpcId", FORMS.vpcId);
  if (args.given.listenerArn === undefined) checkOwn(check);
  else checkGiven(check);
  for (const app of check.each("apps")) checkTargetApp(app);
  checkRouting(check, listenersWithRules(args));
  checkTraffic(check);
  return check.problems as readonly ProblemOf<SharedLoadBalancerArgs>[];
}

/** A listener that redirects all it gets has no rules. */
function listenersWithRules({ tls }: ResolvedSharedLoadBalancerArgs): number {
  return tls === undefined || tls.redirectHttp ? 1 : 2;
}

function checkOwn(check: Check): void {
  const { subnetIds, backendSecurityGroupId, priorityFrom } = check.args;
  checkLoadBalancer(check);
  if (subnetIds === undefined) {
    check.add("subnetIds", "are missing; give at least two, one per availability zone, or a listenerArn");
  }
  if (backendSecurityGroupId === undefined) {
    check.add("backendSecurityGroupId", "is missing; give one, such as that of a BackendSecurityGroup");
  }
  check.text("backendSecurityGroupId", FORMS.securityGroupId);
  if (priorityFrom !== undefined) {
    check.add("priorityFrom", "has no effect without listenerArn; leave it out");
  }
  checkProtocols(check);
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-protocol-versions.html */
function checkProtocols(check: Check): void {
  if (check.args.tls?.redirectHttp) return;
  const names = appsWithTargets(check.args).map(({ name }) => name);
  for (const app of check.each("apps")) {
    const { name, protocolVersion } = app.args;
    if (protocolVersion === "HTTP1" || !names.includes(name)) continue;
    app.add(
      "protocolVersion",
      `is ${protocolVersion}, which clients can speak to the load balancer by HTTPS alone; give tls with redirectHttp`,
    );
  }
}

function checkGiven(check: Check): void {
  const { given } = check.args;
  for (const key of OF_LOAD_BALANCER.filter((one) => given[one] !== undefined)) {
    check.add(key, "is a matter of the load balancer whose listener is given; leave it or listenerArn out");
  }
  check.text("listenerArn", FORMS.listenerArn);
  if (given.priorityFrom === undefined) {
    check.add("priorityFrom", "is missing; say from which priority on the listener's numbers are free");
  }
  check.integer("priorityFrom", { min: 1, max: LAST_PRIORITY - ROOM });
  checkTags(check.at("tags"));
}
