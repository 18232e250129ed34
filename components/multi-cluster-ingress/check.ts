import { ArgsCheck, problemsIn, type Range } from "../shared/args-check.ts";
import { checkDisruptionBudget } from "../shared/disruption-budget.ts";
import { FORMS } from "../shared/forms.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { reservedReason } from "../shared/reserved-names.ts";
import type { MultiClusterIngressArgs } from "./args.ts";
import { checkHealthCheck } from "../shared/load-balancer/health-check.ts";
import { checkLoadBalancer } from "../shared/load-balancer/load-balancer.ts";
import type { ResolvedCommonArgs, ResolvedCreateArgs, ResolvedJoinArgs } from "./resolve.ts";
import { checkTargetGroup } from "../shared/load-balancer/target-group.ts";

const PORTS: Range = { min: 1, max: 65_535 };

/** What is wrong with args that have their defaults. */
export function ingressProblems(
  args: ResolvedCreateArgs | ResolvedJoinArgs,
): readonly ProblemOf<MultiClusterIngressArgs>[] {
  if (args.mode === "create") {
    const check = new ArgsCheck(args);
    checkCreate(check);
    return problemsIn(check);
  }
  const check = new ArgsCheck(args);
  checkJoin(check);
  return problemsIn(check);
}

function checkCommon(check: ArgsCheck<ResolvedCommonArgs>): void {
  const { createNamespace, namespace, selector } = check.args;
  check.text("namespace", FORMS.dnsLabel);
  if (createNamespace) check.add("namespace", reservedReason("newNamespace", namespace));
  check.text("serviceName", FORMS.dnsLabel);
  if (Object.keys(selector).length === 0) {
    check.add("selector", "is empty; give the labels of the workload's pods");
  }
  check.integer("containerPort", PORTS);
  check.text("backendSecurityGroupId", FORMS.securityGroupId);
  checkDisruptionBudget(check.at("podDisruptionBudget"), undefined);
}

function checkCreate(check: ArgsCheck<ResolvedCreateArgs>): void {
  checkCommon(check);
  check.text("clusterName", FORMS.clusterName);
  check.text("ingressName", FORMS.dnsLabel);
  checkLoadBalancer(check);
  checkHealthCheck(check.at("healthCheck")!);
  checkTargetGroup(check.at("targetGroup")!);
}

function checkJoin(check: ArgsCheck<ResolvedJoinArgs>): void {
  checkCommon(check);
  check.text("targetGroupArn", FORMS.targetGroupArn);
  check.text("vpcId", FORMS.vpcId);
  check.text("bindingName", FORMS.dnsLabel);
  check.integer("healthCheckPort", PORTS);
}
