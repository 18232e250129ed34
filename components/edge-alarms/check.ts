import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { shown } from "../shared/shown.ts";
import { checkTags } from "../shared/tags.ts";
import { labelOf } from "./alarms.ts";
import type { EdgeAlarmsArgs } from "./args.ts";
import type { ResolvedEdgeAlarmsArgs } from "./resolve.ts";

type Check = ArgsCheck<ResolvedEdgeAlarmsArgs>;

const EMAIL: Form = [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "an e-mail address such as operators@example.com"];

/** Thresholds that are numbers of something. */
const COUNTS = [
  ...["unhealthyTargets", "healthyTargets", "targetErrors", "connectionErrors", "loadBalancerErrors"],
  ...["rejectedConnections", "newConnections", "certificateDays", "blockedRequests"],
] as readonly (keyof EdgeAlarmsArgs)[];

/** What is wrong with args that have their defaults. */
export function edgeAlarmsProblems(args: ResolvedEdgeAlarmsArgs): readonly ProblemOf<EdgeAlarmsArgs>[] {
  const check = new ArgsCheck(args);
  check.integer("minutes", { min: 1, max: 60 });
  for (const key of COUNTS) {
    if (args[key] !== false && args[key] !== undefined) checkNumber(check, key, "a whole number from 1 on");
  }
  if (args.responseTime !== false) checkNumber(check, "responseTime", "seconds, more than 0");
  check.boolean("dashboard");
  checkTopic(check);
  checkApps(check);
  checkTags(check.at("tags"));
  return problemsIn(check);
}

function checkNumber(check: Check, key: keyof EdgeAlarmsArgs, expected: string): void {
  const value = check.args[key];
  const isRight = key === "responseTime" ? Number.isFinite(value) : Number.isInteger(value);
  if (isRight && (value as number) > 0) return;
  check.add(key, `is ${shown(value)}; use ${expected}, or false for no such alarm`);
}

function checkTopic(check: Check): void {
  check.text("topicArn", FORMS.topicArn);
  check.texts("emails", EMAIL);
  check.distinct("emails");
  if (check.args.topicArn === undefined || check.args.emails.length === 0) return;
  check.add("emails", "is a matter of whoever has the topic that is given; leave it or topicArn out");
}

function checkApps(check: Check): void {
  const labels = check.args.apps.map(labelOf);
  for (const [index, each] of check.each("apps").entries()) {
    each.text("targetGroupArn", FORMS.targetGroupArn);
    each.integer("replicas", { min: 0, max: 1_000 });
    const earlier = labels.indexOf(labels[index]!);
    if (earlier < index)
      each.add("name", `is ${shown(each.args.name)}, as is apps[${earlier}].name; name it once`);
  }
}
