/** What a stack deploys of its applications in its cluster. */
import type * as pulumi from "@pulumi/pulumi";
import {
  App,
  DemoApp,
  type AppArgs,
  type ServiceAccountArgs,
  type DemoAppArgs,
  type DemoAppContent,
} from "../../components/index.ts";
import { defined } from "../../components/shared/defined.ts";
import { CONTAINER_FIELDS, DEPLOYED_FIELDS } from "../config/app-schema.ts";
import type { CommonConfig } from "../config/stack-config.ts";
import { appNames, componentNames } from "../names.ts";
import { portOf, workloadOf, type AppConfig } from "./app.ts";

/** Where pods of an application go, and what they must keep to. */
export interface Placement {
  readonly namespace: pulumi.Input<string>;
  /** Bindings that register the pods; none for an application without routes. */
  readonly targetGroupBindings: readonly pulumi.Input<string>[];
  /** Selector of the bindings' Service. */
  readonly serviceSelector?: Readonly<Record<string, string>>;
  /** Seconds that a target which is being removed still gets to answer. */
  readonly deregistrationDelaySeconds?: number;
}

/** The cluster in which pods run, as a role of theirs has to know it. */
export interface AppCluster {
  readonly clusterName: pulumi.Input<string>;
  readonly oidcIssuer: pulumi.Input<string>;
  readonly oidcProviderArn: pulumi.Input<string>;
}

/** Args of a demo page. */
export function demoArgs(config: CommonConfig, app: AppConfig, placement: Placement): DemoAppArgs {
  const names = appNames(app.name);
  return {
    ...fieldsOf(app.entry, DEPLOYED_FIELDS),
    ...defined({
      serviceSelector: placement.serviceSelector,
      drainSeconds: placement.deregistrationDelaySeconds,
    }),
    targetGroupBinding: placement.targetGroupBindings,
    content: demoContent(config, app),
    namespace: placement.namespace,
    deploymentName: names.deployment,
    labels: names.labels,
  };
}

/** A page that names its cluster, unless something else is wanted: so one sees who answers. */
function demoContent({ clusterName }: CommonConfig, { entry: { content } }: AppConfig): DemoAppContent {
  if (content?.type === "game-2048") return content;
  return {
    type: "colour-page",
    heading: content?.heading ?? clusterName,
    colour: content?.colour ?? "white",
    cluster: content?.cluster ?? clusterName,
  };
}

/** Args of a container. @param cluster to whose identity provider a role of the pods listens. */
export function containerArgs(
  config: CommonConfig,
  app: AppConfig,
  placement: Placement,
  cluster: AppCluster,
): AppArgs {
  const { serviceAccount, healthCheck: _asked, image = "", ...others } = app.entry;
  return {
    ...fieldsOf(others, [...CONTAINER_FIELDS, ...DEPLOYED_FIELDS]),
    ...defined({
      serviceAccount: serviceAccount && serviceAccountArgs(config, serviceAccount, cluster),
      serviceSelector: placement.serviceSelector,
      drainSeconds: placement.deregistrationDelaySeconds,
    }),
    healthCheck: probed(app.entry),
    image,
    port: portOf(app),
    namespace: placement.namespace,
    targetGroupBinding: placement.targetGroupBindings,
    deploymentName: app.name,
    labels: appNames(app.name).labels,
  };
}

/** What the load balancer asks for is what the probes ask for. Whether gRPC's health service is there nobody knows. */
function probed({
  healthCheck = {},
  protocolVersion,
}: AppConfig["entry"]): NonNullable<AppArgs["healthCheck"]> {
  const { path, port, protocol } = healthCheck;
  return protocolVersion === "GRPC"
    ? defined({ port, protocol: "TCP" as const })
    : defined({ path, port, protocol });
}

function serviceAccountArgs(
  { tags }: CommonConfig,
  { identity, policies, ...others }: NonNullable<AppConfig["entry"]["serviceAccount"]>,
  { clusterName, oidcIssuer, oidcProviderArn }: AppCluster,
): ServiceAccountArgs {
  const role = identity && { identity: { type: identity, oidcIssuer, oidcProviderArn }, clusterName, tags };
  return {
    ...others,
    ...role,
    // What is in a document is for IAM to judge.
    ...defined({ policies: policies as ServiceAccountArgs["policies"] }),
  };
}

/** Fields of an entry, those that it has: args of the component under the same names. */
function fieldsOf<Entry extends object, Field extends PropertyKey>(
  entry: Entry,
  fields: readonly Field[],
): Pick<Entry, Field & keyof Entry> {
  const given = Object.entries(entry).filter(([field]) => fields.some((one) => one === field));
  return Object.fromEntries(given) as Pick<Entry, Field & keyof Entry>;
}

/** Deploys an application; undefined where somebody else does, or where it is absent. */
export function deployWorkload(
  config: CommonConfig,
  app: AppConfig,
  placement: Placement,
  cluster: AppCluster,
  opts: pulumi.ComponentResourceOptions,
): App | DemoApp | undefined {
  if (app.absent) return undefined;
  const name = componentNames(config.clusterName).workload(app.name);
  switch (workloadOf(app)) {
    case "demo":
      return new DemoApp(name, demoArgs(config, app, placement), opts);
    case "container":
      return new App(name, containerArgs(config, app, placement, cluster), opts);
    case "external":
      return undefined;
  }
}
