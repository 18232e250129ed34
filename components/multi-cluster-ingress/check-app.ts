import type { ArgsCheck } from "../shared/args-check.ts";
import { checkKeys } from "../shared/check-keys.ts";
import { checkDisruptionBudget } from "../shared/disruption-budget.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import { checkHealthCheck } from "../shared/load-balancer/health-check.ts";
import { checkTargetGroup, PROTOCOL_VERSIONS, TARGET_TYPES } from "../shared/load-balancer/target-group.ts";
import { PORTS } from "../shared/ports.ts";
import { reservedReason } from "../shared/reserved-names.ts";
import { ROUTE_FORMS } from "../shared/routing/forms.ts";
import { hasTargets } from "../shared/routing/plan.ts";
import { shown } from "../shared/shown.ts";
import { NODE_PORTS, SERVICE_TYPES, TRAFFIC_POLICIES, type IngressAppArgs } from "./app-args.ts";
import type { ResolvedApp, ResolvedAppService } from "./resolve-app.ts";
import type { ResolvedCommonArgs, ResolvedCreateArgs } from "./resolve.ts";

/** What describes the only app where there are no `apps`. */
const OF_ONE = [
  "serviceName",
  "selector",
  "containerPort",
  "podDisruptionBudget",
  "targetGroupArn",
  "bindingName",
  "healthCheckPort",
] as const;

/** Checks apps that are described one by one; their names and routes are checked where the routing is. */
export function checkApps(check: ArgsCheck<ResolvedCommonArgs>): void {
  const { given, apps } = check.args;
  for (const key of OF_ONE.filter((one) => given[one as "selector"] !== undefined)) {
    check.add(key as never, "does not go with apps; put it into the entry of its app");
  }
  if (apps.length === 0) check.add("apps", "is empty; describe at least one app");
  for (const [index, app] of check.each("apps").entries()) {
    const ofApp = app.withArgs(given.apps![index]!);
    ofApp.text("serviceName", FORMS.dnsLabel);
    checkApp(app);
    if (given.mode === "create") checkCreated(app, check.args as ResolvedCreateArgs);
    else checkJoined(ofApp);
  }
  refuseSameNames(check);
}

/** Apps of one name are told of where names are, and not again for all that is named after them. */
function refuseSameNames(check: ArgsCheck<ResolvedCommonArgs>): void {
  const { apps, given } = check.args;
  const names = apps.map(({ name }) => name);
  if (given.mode === "join") refuseSame(check, "name", ({ name }) => name);
  if (new Set(names).size < names.length) return;
  refuseSame(check, "serviceName", ({ namespace, serviceName }) => `${namespace}/${serviceName}`);
  refuseSame(check, "resourceName", ({ resourceName }) => resourceName);
  refuseSameNodePorts(check);
}

function refuseSameNodePorts(check: ArgsCheck<ResolvedCommonArgs>): void {
  const ports = check.args.apps.map(({ service }) => service.nodePort);
  for (const [index, app] of check.each("apps").entries()) {
    const first = ports.indexOf(ports[index]);
    if (ports[index] === undefined || first === index) continue;
    const reason = `is ${ports[index]}, as is apps[${first}].service.nodePort; a node has each port once: use another`;
    app.at("service")!.add("nodePort", reason);
  }
}

function refuseSame(
  check: ArgsCheck<ResolvedCommonArgs>,
  key: "name" | "serviceName" | "resourceName",
  identity: (app: ResolvedApp) => string,
): void {
  const identities = check.args.apps.map(identity);
  for (const [index, app] of check.each("apps").entries()) {
    const first = identities.indexOf(identities[index]!);
    if (first < index) app.add(key, `is ${shown(app.args[key])}, as is apps[${first}].${key}; use another`);
  }
}

function checkApp(check: ArgsCheck<ResolvedApp>): void {
  const { createNamespace, namespace, service } = check.args;
  check.text("namespace", FORMS.dnsLabel);
  if (createNamespace) check.add("namespace", reservedReason("newNamespace", namespace));
  checkSelector(check);
  check.integer("containerPort", PORTS);
  check.oneOf("targetType", TARGET_TYPES);
  check.oneOf("protocolVersion", PROTOCOL_VERSIONS);
  checkDisruptionBudget(check.at("podDisruptionBudget"), undefined);
  if (service.existing === undefined) checkService(check.at("service")!, check.args);
  else checkExisting(check.at("service")!);
  check.integer("healthCheckPort", PORTS);
  for (const binding of check.each("bindings")) {
    binding.text("name", FORMS.dnsLabel);
    binding.text("targetGroupArn", FORMS.targetGroupArn);
  }
}

function checkSelector(check: ArgsCheck<ResolvedApp>): void {
  const { selector = {}, service, podDisruptionBudget } = check.args;
  checkKeys(check.at("selector"), FORMS.labelKey);
  check.texts("selector", FORMS.labelValue);
  const isEmpty = Object.keys(selector).length === 0;
  if (service.existing === undefined && isEmpty) {
    check.add("selector", "is empty; give the labels of the workload's pods");
  }
  if (podDisruptionBudget !== undefined && service.existing !== undefined && isEmpty) {
    check.add("podDisruptionBudget", "needs the labels of the pods; give a selector too");
  }
}

const SERVICE_PORT_NAME: Form = [
  /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/,
  "a number, or a name of at most 15 lower-case letters, digits and single hyphens",
];

function checkService(check: ArgsCheck<ResolvedAppService>, { targetType }: ResolvedApp): void {
  const { port, type } = check.args;
  if (typeof port === "number") check.integer("port", PORTS);
  else check.add("port", `is ${shown(port)}; use a number: names are for existing Services`);
  check.oneOf("type", SERVICE_TYPES);
  check.oneOf("externalTrafficPolicy", TRAFFIC_POLICIES);
  check.integer("sessionAffinitySeconds", { min: 1, max: 86_400 });
  if (targetType === "instance" && type === "ClusterIP") {
    check.add("type", "is ClusterIP, which opens no port of the nodes for targetType instance; use NodePort");
  }
  check.oneOf("internalTrafficPolicy", TRAFFIC_POLICIES);
  checkNodePort(check);
}

/** What only ports of nodes have: https://kubernetes.io/docs/reference/networking/virtual-ips/#external-traffic-policy */
const OF_NODE_PORTS = ["externalTrafficPolicy", "nodePort", "nodePortSources"] as const;

function checkNodePort(check: ArgsCheck<ResolvedAppService>): void {
  const { type, nodePort, nodePortSources = [] } = check.args;
  check.integer("nodePort", NODE_PORTS);
  check.cidrs("nodePortSources", "203.0.113.0/24");
  if (type === "ClusterIP") {
    for (const key of OF_NODE_PORTS.filter((one) => check.args[one] !== undefined)) {
      check.add(key, "does not go with type ClusterIP; use NodePort, or leave it out");
    }
  } else if (nodePortSources.length > 0 && nodePort === undefined) {
    check.add("nodePortSources", "needs the port that it opens; give nodePort too");
  }
}

function checkExisting(check: ArgsCheck<ResolvedAppService>): void {
  check.text("existing", FORMS.dnsLabel);
  if (typeof check.args.port === "number") check.integer("port", PORTS);
  else check.text("port", SERVICE_PORT_NAME);
}

function checkCreated(check: ArgsCheck<ResolvedApp>, args: ResolvedCreateArgs): void {
  const { namespace, protocolVersion, bindings } = check.args;
  if (namespace !== args.namespace && hasTargets(check.args, args.defaultAction)) {
    check.add(
      "namespace",
      `is ${shown(namespace)}, and an Ingress forwards to Services of its own namespace alone; ` +
        `use ${shown(args.namespace)}, or a load balancer that Pulumi makes`,
    );
  }
  check.text("targetGroupArn", FORMS.targetGroupArn);
  checkHealthCheckAndGroup(check);
  if (bindings.length > 0 && args.vpcId === undefined) {
    check.add("bindings", "need the VPC of their target groups; give vpcId");
  }
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-protocol-versions.html
  if (protocolVersion !== "HTTP1" && !args.tls?.redirectHttp) {
    check.add(
      "protocolVersion",
      `is ${protocolVersion}, which clients can speak to the load balancer by HTTPS alone; give tls with redirectHttp`,
    );
  }
}

function checkHealthCheckAndGroup(check: ArgsCheck<ResolvedApp>): void {
  const healthCheck = check.at("healthCheck");
  const targetGroup = check.at("targetGroup");
  if (healthCheck !== undefined) checkHealthCheck(healthCheck, check.args.protocolVersion);
  if (targetGroup !== undefined) checkTargetGroup(targetGroup);
}

/** What only the side that creates can say. */
const OF_CREATOR = ["targetGroupArn", "healthCheck", "targetGroup"] as const;

function checkJoined(check: ArgsCheck<IngressAppArgs>): void {
  check.text("name", ROUTE_FORMS.app);
  for (const key of OF_CREATOR.filter((one) => check.args[one] !== undefined)) {
    check.add(key, "is for the side that creates; leave it out where clusters join");
  }
}
