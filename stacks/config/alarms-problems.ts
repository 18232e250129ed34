import { EdgeAlarms, type EdgeAlarmsArgs } from "../../components/index.ts";
import { alarmsArgs } from "../load-balancer/alarms.ts";
import { componentNames } from "../names.ts";
import { wants } from "./feature-keys.ts";
import { ofFeature } from "./feature-problems.ts";
import type { ConfigProblem } from "./issues.ts";
import type { OwnerConfig } from "./stack-config.ts";

type Field = keyof OwnerConfig["alarms"] & keyof EdgeAlarmsArgs;

/** Fields about a load balancer that somebody else has where its listener is given. */
const OF_LOAD_BALANCER: readonly Field[] = [
  ...(["loadBalancerErrors", "rejectedConnections", "newConnections"] as const),
  ...(["certificateDays", "blockedRequests"] as const),
];

/** What is wrong with the alarms. Which target groups there will be is no matter of this key. */
export function alarmsProblems(config: OwnerConfig): ConfigProblem[] {
  if (!wants(config, "alarms")) return [];
  const args = alarmsArgs({ ...config, apps: [] }, { loadBalancerArn: "later", apps: {} });
  const ofArgs = EdgeAlarms.problems(componentNames(config.clusterName).alarms, args);
  return [...ofFeature("alarms", ofArgs), ...withoutObject(config, args)];
}

/** Fields about what there is not. */
function withoutObject({ alarms, ingress, ...config }: OwnerConfig, args: EdgeAlarmsArgs): ConfigProblem[] {
  const isAsked = (field: Field) => alarms[field] !== undefined && alarms[field] !== false;
  const problem = (field: Field, reason: string) =>
    isAsked(field) ? [{ path: `alarms.${field}`, reason }] : [];
  if (ingress.listenerArn !== undefined) {
    const reason =
      "is set, but ingress.listenerArn names a load balancer whose owner has such alarms; remove it";
    return OF_LOAD_BALANCER.flatMap((field) => problem(field, reason));
  }
  return [
    ...((args.certificateArns ?? []).length > 0
      ? []
      : problem(
          "certificateDays",
          "is set, but there is no certificate of ACM; set certificate, or remove it",
        )),
    ...(wants(config, "protection")
      ? []
      : problem("blockedRequests", "is set, but the stack makes no web ACL; set protection, or remove it")),
  ];
}
