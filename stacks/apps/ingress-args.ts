/** Args of the shared ingress: what the load balancer and each cluster know of the applications. */
import type * as pulumi from "@pulumi/pulumi";
import type { CreateIngressArgs, IngressAppArgs, JoinIngressArgs } from "../../components/index.ts";
import { defined } from "../../components/shared/defined.ts";
import { SERVING_PORT } from "../../components/shared/pods/serving-pod.ts";
import { own } from "../../components/shared/own.ts";
import type { SharedIds } from "../component-args.ts";
import { wants } from "../config/feature-keys.ts";
import type { ClusterConfig, PrimaryConfig } from "../config/stack-config.ts";
import type { SharedApp } from "../contract/shared-app.ts";
import { appNames, componentNames, NAMES } from "../names.ts";
import type { TargetGroupOutput } from "../outputs.ts";
import { portOf, workloadOf, type AppConfig } from "./app.ts";
import { ownsTargetGroups } from "./ownership.ts";
import { healthCheckOf, targetGroupOf } from "./terms.ts";

/** Target groups to bind, by application. */
export type GroupsByApp = Readonly<Record<string, readonly TargetGroupOutput[]>>;

/** What is shared, and what is the cluster's own. */
interface SideIds extends SharedIds {
  readonly nodeSecurityGroupId: pulumi.Input<string>;
}

/** The side that makes the load balancer, by an Ingress or a Gateway. @param groups those of Pulumi beside the controller's own. */
export function createIngressArgs(
  config: PrimaryConfig,
  clusterName: pulumi.Input<string>,
  shared: SideIds,
  groups: GroupsByApp = {},
  gatewayClassName?: pulumi.Input<string>,
): CreateIngressArgs {
  return {
    ...config.ingress,
    ...sideArgs(config, shared),
    mode: "create",
    clusterName,
    vpcId: shared.vpcId,
    ingressName: NAMES.ingress,
    gatewayName: NAMES.gateway,
    ...defined({ gatewayClassName }),
    ...defined({ ingressClass: config.controller.ingressClass }),
    // A name has one owner.
    ...(wants(config, "dns") && { externalDns: false }),
    ...shortFormArgs(config),
    apps: config.apps.map((app) => createdApp(config, app, own(groups, app.name))),
    tags: config.tags,
  };
}

/** What the short form says stands on the Ingress, as it did when there was but one application. */
function shortFormArgs({ ingress, apps }: PrimaryConfig): Pick<CreateIngressArgs, "healthCheck"> {
  const [app] = apps;
  return app?.key === "app" ? { healthCheck: healthCheckOf(ingress, app) } : {};
}

/** The side that registers a cluster's pods in target groups that are there. */
export function joinIngressArgs(
  config: ClusterConfig,
  shared: SideIds & Pick<JoinIngressArgs, "loadBalancerDnsName" | "loadBalancerArn">,
  groups: GroupsByApp,
  terms: (app: AppConfig) => Pick<SharedApp, "healthCheckPort"> | undefined,
): JoinIngressArgs {
  const { vpcId, loadBalancerDnsName, loadBalancerArn } = shared;
  return {
    ...sideArgs(config, shared),
    mode: "join",
    vpcId,
    loadBalancerDnsName,
    loadBalancerArn,
    apps: config.apps.map((app) => ({
      ...boundApp(config, app, own(groups, app.name)),
      ...portOfHealthCheck(terms(app)),
    })),
  };
}

function sideArgs(config: ClusterConfig, shared: SideIds) {
  return {
    namespace: config.namespace,
    backendSecurityGroupId: shared.backendSecurityGroupId,
    nodeSecurityGroupId: shared.nodeSecurityGroupId,
    readinessGates: config.readinessGates,
  };
}

function createdApp(
  config: PrimaryConfig,
  app: AppConfig,
  groups: readonly TargetGroupOutput[] | undefined,
): IngressAppArgs {
  const { ingress } = config;
  const isShort = app.key === "app";
  const [group] = groups ?? [];
  // The Ingress itself has a binding for a target group that it forwards to.
  const isForwarded = ownsTargetGroups(config) && group !== undefined;
  return {
    ...boundApp(config, app, isForwarded ? [] : groups),
    ...(isForwarded && { targetGroupArn: group.arn }),
    ...(!isShort && { healthCheck: healthCheckOf(ingress, app), targetGroup: targetGroupOf(ingress, app) }),
    ...defined({ routes: app.entry.routes }),
  };
}

/** A cluster that is drained binds nothing; its pods stay. */
function boundApp(
  config: ClusterConfig,
  app: AppConfig,
  groups: readonly TargetGroupOutput[] = [],
): IngressAppArgs {
  const { clusterName, drained } = config;
  const { external, service, targetType, protocolVersion } = app.entry;
  const names = appNames(app.name);
  const resourceName = componentNames(clusterName).appSide(app.name);
  const bound = drained
    ? []
    : groups.filter(({ cluster }) => cluster === undefined || cluster === clusterName);
  return {
    name: app.name,
    resourceName,
    namespace: app.namespace,
    serviceName: names.service,
    containerPort: portOf(app),
    bindings: bound.map(({ kind, arn }) => ({
      name: names.binding(kind),
      targetGroupArn: arn,
      // Whosever Service it is: the binding moves from one to the other.
      resourceName: names.bindingResource(resourceName, kind),
    })),
    ...(external?.service === undefined && { selector: external?.selector ?? names.labels }),
    ...(workloadOf(app) === "external" ? { awaitFirstPass: true } : { portName: SERVING_PORT }),
    ...defined({
      targetType,
      protocolVersion,
      service: serviceOf(external, service),
      createNamespace: external?.createNamespace,
    }),
  };
}

function serviceOf(external: AppConfig["entry"]["external"], service: AppConfig["entry"]["service"]) {
  if (external?.service === undefined) return service;
  return { existing: external.service, ...defined({ port: external.servicePort }) };
}

function portOfHealthCheck(terms: Pick<SharedApp, "healthCheckPort"> | undefined) {
  return typeof terms?.healthCheckPort === "number" ? { healthCheckPort: terms.healthCheckPort } : {};
}
