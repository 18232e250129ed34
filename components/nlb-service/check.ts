import { ArgsCheck } from "../shared/args-check.ts";
import { checkKeys } from "../shared/check-keys.ts";
import { checkTagsOfMap } from "../shared/controller-annotations.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import { SCHEMES, SSL_POLICY } from "../shared/load-balancer/load-balancer.ts";
import { TARGET_TYPES } from "../shared/load-balancer/target-group.ts";
import { PORTS } from "../shared/ports.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { shown } from "../shared/shown.ts";
import { checkTags } from "../shared/tags.ts";
import { TRAFFIC_POLICIES } from "../multi-cluster-ingress/app-args.ts";
import { checkAddresses } from "./addresses.ts";
import type { NlbServiceArgs } from "./args.ts";
import { checkNlbHealthCheck } from "./health-check.ts";
import { checkNlbNames } from "./name-args.ts";
import { NLB_PROTOCOLS, type ResolvedNlbPort } from "./port-args.ts";
import type { ResolvedCreateNlb, ResolvedJoinNlb } from "./resolve.ts";

/** What is wrong with args that have their defaults. */
export function nlbProblems(args: ResolvedCreateNlb | ResolvedJoinNlb): readonly ProblemOf<NlbServiceArgs>[] {
  const check = new ArgsCheck<ResolvedCreateNlb | ResolvedJoinNlb>(args);
  checkCommon(check);
  if (args.mode === "create") checkCreate(check.withArgs(args));
  else checkJoin(check.withArgs(args));
  return check.problems as readonly ProblemOf<NlbServiceArgs>[];
}

// https://kubernetes.io/docs/concepts/services-networking/service/: a name by RFC 1035.
const SERVICE_NAME: Form = [
  /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "1 to 63 lower-case letters, digits and hyphens, the first a letter, the last a letter or digit",
];

/** Of a Network Load Balancer: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html */
const MAX_LISTENERS = 50;

function checkCommon(check: ArgsCheck<ResolvedCreateNlb | ResolvedJoinNlb>): void {
  const { selector, targetType, externalTrafficPolicy } = check.args;
  check.text("namespace", FORMS.dnsLabel);
  check.text("serviceName", SERVICE_NAME);
  checkKeys(check.at("selector"), FORMS.labelKey);
  check.texts("selector", FORMS.labelValue);
  if (Object.keys(selector).length === 0) {
    check.add("selector", "is empty; give the labels of the workload's pods");
  }
  checkPortOfPods(check, "containerPort");
  check.oneOf("targetType", TARGET_TYPES);
  check.oneOf("externalTrafficPolicy", TRAFFIC_POLICIES);
  if (externalTrafficPolicy !== undefined && targetType === "ip") {
    check.add(
      "externalTrafficPolicy",
      "is for targetType instance, as connections to pods pass no other node; leave it out",
    );
  }
  checkPorts(check);
}

function checkPorts(check: ArgsCheck<ResolvedCreateNlb | ResolvedJoinNlb>): void {
  const { given, ports } = check.args;
  if (ports.length === 0) check.add("ports", "is empty; give at least one");
  if (ports.length > MAX_LISTENERS) {
    check.add("ports", `has ${ports.length} entries; a load balancer listens on at most ${MAX_LISTENERS}`);
  }
  for (const [index, port] of check.each("ports").entries()) {
    port.integer("port", PORTS);
    port.oneOf("protocol", NLB_PROTOCOLS);
    const own = given.ports[index]!;
    if (own.targetPort !== undefined) checkPortOfPods(port, "targetPort");
    checkNamedPort(port);
    const first = ports.findIndex((one) => one.port === ports[index]!.port);
    if (first < index) {
      port.add(
        "port",
        `is ${port.args.port}, as is ports[${first}].port; for TCP and UDP on one port use protocol TCP_UDP`,
      );
    }
  }
}

const PORT_NAME: Form = [
  /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/,
  "a number, or a name of at most 15 lower-case letters, digits and single hyphens",
];

function checkPortOfPods<Key extends string>(
  check: ArgsCheck<{ readonly [One in Key]: number | string }>,
  key: Key,
): void {
  if (typeof check.args[key] === "number") check.integer(key as never, PORTS);
  else check.text(key as never, PORT_NAME);
}

/** A Service finds a named port by its protocol, too, and pods of this package name those of TCP. */
function checkNamedPort(check: ArgsCheck<ResolvedNlbPort>): void {
  const { protocol, targetPort } = check.args;
  if (typeof targetPort === "number" || !protocol.includes("UDP")) return;
  check.add(
    "targetPort",
    `is ${shown(targetPort)}, a name, which with protocol ${protocol} is not the same port; give the number`,
  );
}

function checkCreate(check: ArgsCheck<ResolvedCreateNlb>): void {
  const { args } = check;
  check.text("clusterName", FORMS.clusterName);
  check.oneOf("scheme", SCHEMES);
  if (args.subnetIds?.length === 0) check.add("subnetIds", "is empty; give one per availability zone");
  check.texts("subnetIds", FORMS.subnetId);
  check.distinct("subnetIds");
  checkAddresses(check);
  checkClients(check);
  checkTls(check);
  checkNlbHealthCheck(check.at("healthCheck")!, args.given.healthCheck ?? {});
  check.integer("deregistrationDelaySeconds", { min: 0, max: 3_600 });
  checkNlbNames(check);
  if (args.targetType === "instance" && !args.allocateNodePorts) {
    check.add(
      "allocateNodePorts",
      "is false, and with targetType instance the load balancer goes to ports of nodes; leave it out",
    );
  }
  checkTags(check.at("tags"));
  checkTagsOfMap(check.at("tags"));
}

function checkClients(check: ArgsCheck<ResolvedCreateNlb>): void {
  const { sourceRanges, securityGroupIds } = check.args;
  if (sourceRanges?.length === 0) check.add("sourceRanges", "is empty; name who may connect");
  check.cidrs("sourceRanges", "203.0.113.0/24");
  if (securityGroupIds?.length === 0) check.add("securityGroupIds", "is empty; give one, or leave it out");
  check.texts("securityGroupIds", FORMS.securityGroupId);
  check.distinct("securityGroupIds");
  if (sourceRanges !== undefined && securityGroupIds !== undefined) {
    check.add(
      "sourceRanges",
      "does not go with securityGroupIds, whose rules say who may connect; leave one of them out",
    );
  }
}

function checkTls(check: ArgsCheck<ResolvedCreateNlb>): void {
  const { ports, tls } = check.args;
  const index = ports.findIndex(({ protocol }) => protocol === "TLS");
  if (index >= 0 && tls === undefined) {
    check
      .at("ports")!
      .at(index)!
      .add("protocol", "is TLS, which needs certificates; give tls.certificateArns, or use TCP");
  }
  if (index < 0 && tls !== undefined)
    check.add("tls", "is for ports with protocol TLS, of which there is none; give one, or leave it out");
  const of = check.at("tls");
  if (of === undefined) return;
  if (of.args.certificateArns.length === 0)
    of.add("certificateArns", "is empty; give at least one certificate");
  of.texts("certificateArns", FORMS.certificateArn);
  of.text("sslPolicy", SSL_POLICY);
}

function checkJoin(check: ArgsCheck<ResolvedJoinNlb>): void {
  const { ports, targetGroupArns } = check.args;
  check.text("vpcId", FORMS.vpcId);
  check.text("backendSecurityGroupId", FORMS.securityGroupId);
  check.integer("healthCheckPort", PORTS);
  check.texts("targetGroupArns", FORMS.targetGroupArn);
  for (const [index, { port }] of ports.entries()) {
    if (Object.hasOwn(targetGroupArns, String(port))) continue;
    check
      .at("ports")!
      .at(index)!
      .add(
        "port",
        `is ${port}, for which targetGroupArns has no target group; give it, or leave the port out`,
      );
  }
}
