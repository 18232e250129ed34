import { ArgsCheck } from "../shared/args-check.ts";
import { checkTagsOfMap } from "../shared/controller-annotations.ts";
import { FORMS } from "../shared/forms.ts";
import { checkHealthCheck } from "../shared/load-balancer/health-check.ts";
import { GROUP_NAME } from "../shared/load-balancer/ingress-class.ts";
import { checkLoadBalancer } from "../shared/load-balancer/load-balancer.ts";
import { checkTargetGroup, MAX_TARGET_GROUPS } from "../shared/load-balancer/target-group.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { reservedReason } from "../shared/reserved-names.ts";
import { checkRouting } from "../shared/routing/check.ts";
import { hasTargets } from "../shared/routing/plan.ts";
import { checkAgainstClass, checkAgainstGatewayClass } from "./check-against-class.ts";
import { BALANCER_KINDS, type MultiClusterIngressArgs } from "./args.ts";
import { checkApps } from "./check-app.ts";
import { checkGateway } from "./gateway/check-gateway.ts";
import { checkOnlyApp } from "./check-only-app.ts";
import type { ResolvedCommonArgs, ResolvedCreateArgs, ResolvedJoinArgs } from "./resolve.ts";

/** What is wrong with args that have their defaults. */
export function ingressProblems(
  args: ResolvedCreateArgs | ResolvedJoinArgs,
): readonly ProblemOf<MultiClusterIngressArgs>[] {
  const check = new ArgsCheck<ResolvedCommonArgs>(args);
  checkCommon(check);
  if (args.mode === "create") checkCreate(check.withArgs(args));
  else check.withArgs(args).text("vpcId", FORMS.vpcId);
  return check.problems as readonly ProblemOf<MultiClusterIngressArgs>[];
}

function checkCommon(check: ArgsCheck<ResolvedCommonArgs>): void {
  const { createNamespace, namespace, given } = check.args;
  check.text("namespace", FORMS.dnsLabel);
  if (createNamespace) check.add("namespace", reservedReason("newNamespace", namespace));
  check.text("backendSecurityGroupId", FORMS.securityGroupId);
  check.text("nodeSecurityGroupId", FORMS.securityGroupId);
  if (opensNodePorts(check.args) && check.args.nodeSecurityGroupId === undefined) {
    check.add("nodeSecurityGroupId", "is missing; nodePortSources are rules in the nodes' security group");
  }
  if (given.apps === undefined) checkOnlyApp(check.withArgs(given));
  else checkApps(check);
}

function opensNodePorts({ apps }: ResolvedCommonArgs): boolean {
  return apps.some(({ service }) => (service.nodePortSources ?? []).length > 0);
}

function checkCreate(check: ArgsCheck<ResolvedCreateArgs>): void {
  const { given, tls } = check.args;
  check.text("clusterName", FORMS.clusterName);
  check.text("ingressName", FORMS.dnsLabel);
  check.text("groupName", GROUP_NAME);
  check.text("vpcId", FORMS.vpcId);
  checkLoadBalancer(check);
  if (check.args.kind !== "gateway") checkAgainstClass(check);
  if (check.args.kind !== "ingress") checkAgainstGatewayClass(check);
  checkTagsOfMap(check.at("tags"));
  checkHealthCheck(check.at("healthCheck")!);
  checkTargetGroup(check.at("targetGroup")!);
  // A listener that redirects all it gets has no rules.
  const listeners = tls === undefined || tls.redirectHttp ? 1 : 2;
  const before = check.problems.length;
  if (given.apps !== undefined) checkRouting(check, listeners);
  check.oneOf("kind", BALANCER_KINDS);
  check.text("gatewayName", FORMS.dnsLabel);
  if (check.args.kind !== "ingress" && check.problems.length === before) checkGateway(check, listeners);
  checkTargetGroupCount(check);
}

function checkTargetGroupCount(check: ArgsCheck<ResolvedCreateArgs>): void {
  const { apps, defaultAction } = check.args;
  const count = apps.filter((app) => hasTargets(app, defaultAction)).length;
  if (count <= MAX_TARGET_GROUPS) return;
  check.add(
    "apps",
    `need ${count} target groups, one each, and a load balancer has at most ${MAX_TARGET_GROUPS}; use several load balancers`,
  );
}
