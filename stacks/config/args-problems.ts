import {
  BackendSecurityGroup,
  App,
  DemoApp,
  EdgeProtection,
  EksCluster,
  ExternalDnsAddon,
  GatewayApi,
  LbcAddon,
  MetricsServerAddon,
  MultiClusterIngress,
  NlbService,
  planSubnets,
  SharedLoadBalancer,
  Vpc,
  type ClusterNetwork,
  type EksClusterArgs,
  type ExternalDnsAddonArgs,
  type KeyOf,
  type LbcAddonArgs,
  type MultiClusterIngressArgs,
  type Problem,
} from "../../components/index.ts";
import { withCertificate } from "../load-balancer/certificate.ts";
import { loadBalancerArgs } from "../load-balancer/load-balancer.ts";
import { hasIngress, hasLoadBalancer, ownsTargetGroups } from "../apps/ownership.ts";
import { metricsServerArgs, wantsMetricsServer } from "../apps/autoscaling.ts";
import { hasField, isAppName, pathOf, workloadOf, type AppConfig } from "../apps/app.ts";
import { balancedApps, createdNlb, type BalancedApp } from "../apps/nlbs.ts";
import { createIngressArgs, joinIngressArgs, type GroupsByApp } from "../apps/ingress-args.ts";
import { containerArgs, demoArgs } from "../apps/workloads.ts";
import { clusterArgs, controllerArgs } from "../component-args.ts";
import { protectionArgs } from "../load-balancer/protection.ts";
import { gatewayApiArgs } from "../gateway-api.ts";
import { externalDnsArgs } from "../external-dns.ts";
import { componentNames } from "../names.ts";
import { alarmsProblems } from "./alarms-problems.ts";
import { problemsOfCertificate } from "./certificate-problems.ts";
import { problemsOfDnsNames } from "./dns-problems.ts";
import { firstOfPath, type ConfigProblem } from "./issues.ts";
import { logsProblems } from "./logs-problems.ts";
import { wants } from "./feature-keys.ts";
import type { ConfigKey } from "./schema.ts";
import type { ClusterConfig, OwnerConfig, PrimaryConfig, StackConfig } from "./stack-config.ts";
import { subnetTierProblems } from "./subnet-problems.ts";

/** Stands for ids that only an update will tell; what is known now is checked now. */
const LATER = {
  vpcId: "vpc-00000000000000000",
  backendSecurityGroupId: "sg-00000000000000000",
  nodeSecurityGroupId: "sg-00000000000000000",
  publicSubnetIds: [],
  privateSubnetIds: [],
  oidcIssuer: "https://oidc.invalid",
  oidcProviderArn: "arn:aws:iam::000000000000:oidc-provider/oidc.invalid",
  certificateArn: "arn:aws:acm:eu-west-1:000000000000:certificate/00000000-0000-0000-0000-000000000000",
  targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:000000000000:targetgroup/later/0000000000000000",
  loadBalancerDnsName: "later.invalid",
  loadBalancerArn:
    "arn:aws:elasticloadbalancing:eu-west-1:000000000000:loadbalancer/app/later/0000000000000000",
};

/** Stand for pods' subnets, which only an update will tell. */
const LATER_POD_SUBNETS = { later: "subnet-00000000000000000" };

/** Stand for subnets in two zones. */
const LATER_SUBNETS = ["subnet-00000000000000001", "subnet-00000000000000002"] as const;

/** Keys that several components get: what is wrong with them is said once. */
const SHARED: readonly ConfigKey[] = ["clusterName", "namespace", "readinessGates", "tags"];

/** Args of one component that are keys of their own, not fields of the object that the component mostly gets. */
type OwnKeys<Args> = Readonly<Partial<Record<KeyOf<Args>, ConfigKey>>>;

const CLUSTER_KEYS: OwnKeys<EksClusterArgs> = { name: "clusterName" };
const CONTROLLER_KEYS: OwnKeys<LbcAddonArgs> = { clusterName: "clusterName", tags: "tags" };
const EXTERNAL_DNS_KEYS: OwnKeys<ExternalDnsAddonArgs> = { clusterName: "clusterName", tags: "tags" };
const INGRESS_KEYS: OwnKeys<MultiClusterIngressArgs> = {
  clusterName: "clusterName",
  namespace: "namespace",
  readinessGates: "readinessGates",
  tags: "tags",
};

/**
 * What the components would refuse, as problems of configuration keys: asked before the first resource, so that all of it
 * is said at once and nothing is created.
 */
export function argsProblems(given: StackConfig): ConfigProblem[] {
  const config = given.role === "member" ? given : withCertificate(given, laterCertificate(given));
  const network =
    config.role === "member"
      ? { problems: [], blocks: { podSubnetIds: LATER_POD_SUBNETS } }
      : networkProblems(config);
  const ofOthers: PlacedProblem[] = [
    ...network.problems,
    ...(config.role === "member" ? [] : protectionProblems(config)),
    ...(config.role === "member" ? [] : [...logsProblems(config), ...alarmsProblems(config)]),
    ...(config.role === "edge" ? [] : clusterProblems(config, network.blocks)),
    ...(config.role !== "member" && hasLoadBalancer(config) ? loadBalancerProblems(config) : []),
    ...(config.role === "member" ? [] : [...problemsOfCertificate(config), ...problemsOfDnsNames(config)]),
  ];
  const problems = firstOfPath(
    ofOthers,
    config.role === "edge"
      ? []
      : [
          ...config.apps.flatMap((app) => workloadProblems(config, app)),
          ...balancedApps(config).flatMap((app) => nlbProblems(config, app)),
        ],
  );
  return problems
    .filter(
      ({ key, path }, index) => !isShared(key) || problems.findIndex((one) => one.path === path) === index,
    )
    .map(({ path, reason }) => ({ path, reason }));
}

function laterCertificate(config: OwnerConfig): string | undefined {
  // Of a listener that somebody else has the certificate is refused by itself.
  return wants(config, "certificate") && config.ingress.listenerArn === undefined
    ? LATER.certificateArn
    : undefined;
}

/** What is wrong with the cluster, its controller and its part in the ingress. */
function clusterProblems(config: ClusterConfig, blocks: Partial<ClusterNetwork>): PlacedProblem[] {
  const names = componentNames(config.clusterName);
  const cluster = { ...LATER, clusterName: config.clusterName };
  const externalDns = externalDnsArgs(config, cluster);
  const gatewayApi = gatewayApiArgs(config);
  const ingress =
    config.role === "primary" && hasIngress(config)
      ? createIngressArgs(config, config.clusterName, LATER, laterGroups(config))
      : joinIngressArgs(config, LATER, {}, () => undefined);
  return [
    ...placed(EksCluster.problems(names.cluster, clusterArgs(config, { ...LATER, ...blocks })), {
      own: CLUSTER_KEYS,
    }),
    ...placed(LbcAddon.problems(names.controller, controllerArgs(config, LATER, cluster)), {
      object: "controller",
      own: CONTROLLER_KEYS,
    }),
    ...(wantsMetricsServer(config)
      ? placed(MetricsServerAddon.problems(names.cluster, metricsServerArgs(config, config.clusterName)), {
          object: "addons",
          field: "metricsServer",
        })
      : []),
    ...(externalDns === undefined
      ? []
      : placed(ExternalDnsAddon.problems(names.externalDns, externalDns), {
          object: "addons",
          field: "externalDns",
          own: EXTERNAL_DNS_KEYS,
        })),
    ...(gatewayApi === undefined
      ? []
      : placed(GatewayApi.problems(names.gatewayApi, gatewayApi), {
          object: "addons",
          field: "gatewayApi",
        }).map(ofController)),
    ...placed(MultiClusterIngress.problems(names.ingress, ingress), {
      object: "ingress",
      own: INGRESS_KEYS,
    }).flatMap((problem) => placedInApp(config, problem)),
  ];
}

/** Target groups to which Ingress or Gateway forward: they bear more than those that the controller makes. */
function laterGroups(config: PrimaryConfig): GroupsByApp {
  if (!ownsTargetGroups(config)) return {};
  const group = { kind: "alb", behindIngress: true, arn: LATER.targetGroupArn } as const;
  return Object.fromEntries(config.apps.map(({ name }) => [name, [group]]));
}

/** The release of the controller is one of its own fields. */
function ofController(problem: PlacedProblem): PlacedProblem {
  return problem.path === "addons.gatewayApi.controllerVersion"
    ? { ...problem, key: "controller", path: "controller.version" }
    : problem;
}

/** What is wrong with the web ACL. */
function protectionProblems(config: OwnerConfig): PlacedProblem[] {
  if (!wants(config, "protection")) return [];
  const name = componentNames(config.clusterName).protection;
  return placed(EdgeProtection.problems(name, protectionArgs(config)), {
    object: "protection",
    own: { tags: "tags" },
  });
}

/** What is wrong with the load balancer that Pulumi makes. */
function loadBalancerProblems(config: OwnerConfig): PlacedProblem[] {
  const name = componentNames(config.clusterName).loadBalancer;
  const place = { ...LATER, subnetIds: [LATER_SUBNETS[0], LATER_SUBNETS[1]] };
  return placed(SharedLoadBalancer.problems(name, loadBalancerArgs(config, place)), {
    object: "ingress",
    own: { tags: "tags", weights: "weights" },
  }).flatMap((problem) => placedInApp(config, problem));
}

/** What the component that deploys an application would refuse. */
function workloadProblems(config: ClusterConfig, app: AppConfig): PlacedProblem[] {
  const name = componentNames(config.clusterName).workload(app.name);
  const placement = { namespace: app.namespace, targetGroupBindings: [] };
  const problems =
    workloadOf(app) === "demo"
      ? DemoApp.problems(name, demoArgs(config, app, placement))
      : workloadOf(app) === "container" && app.entry.image !== undefined
        ? App.problems(
            name,
            containerArgs(config, app, placement, { ...LATER, clusterName: config.clusterName }),
          )
        : [];
  return problems.flatMap(({ path, reason }) => inEntry(app, path, reason));
}

/** What the component that makes an application's Network Load Balancer would refuse. */
function nlbProblems(config: ClusterConfig, app: BalancedApp): PlacedProblem[] {
  const name = componentNames(config.clusterName).nlb(app.name);
  const { clusterName } = config;
  const problems = NlbService.problems(
    name,
    createdNlb(config, app, { clusterName, namespace: app.namespace }),
  );
  return problems
    .filter(({ keys: [arg] }) => isGiven(app.entry.nlb, arg))
    .flatMap(({ path, reason }) => inEntry(app, `nlb.${path}`, reason));
}

/** What does not stand under the key is refused where it stands. */
function isGiven(nlb: object, arg: string | undefined): boolean {
  return arg !== undefined && Object.hasOwn(nlb, arg);
}

/**
 * What is wrong with a field of an application. Nothing, if the application's name is wrong and the field is made of it: the
 * name is refused by itself.
 */
function inEntry(app: AppConfig, field: string, reason: string): PlacedProblem[] {
  if (field === "namespace" && !hasField(app, field)) return [{ key: "namespace", path: field, reason }];
  if (!isAppName(app.name) && !hasField(app, field)) return [];
  return [{ key: field === "namespace" ? field : "apps", path: pathOf(app, field), reason }];
}

/** Args of the ingress that concern one application are fields of its entry, some under another name. */
function placedInApp(config: StackConfig, problem: PlacedProblem): PlacedProblem[] {
  if (problem.path === "ingress.apps") return [{ ...problem, key: "apps", path: "apps" }];
  const [, index, rest = ""] = /^ingress\.apps\[(\d+)\]\.?(.*)$/.exec(problem.path) ?? [];
  const app = index === undefined ? undefined : config.apps[Number(index)];
  return app === undefined ? [problem] : inEntry(app, fieldOf(app, rest), inWords(config, problem.reason));
}

/** What a component says of another of its args, `apps[0].routes[1]`, by the application's name. */
function inWords({ apps }: StackConfig, reason: string): string {
  return reason.replaceAll(/\bapps\[(\d+)\]\.([\w.[\]]+)/g, (arg, index: string, rest: string) => {
    const app = apps[Number(index)];
    return app === undefined ? arg : pathOf(app, fieldOf(app, rest));
  });
}

/** The field of an application's entry that an arg comes from. */
function fieldOf({ entry }: AppConfig, arg: string): string {
  if (arg === "containerPort") return "port";
  if (arg.startsWith("selector")) return `external.${arg}`;
  if (arg === "service.existing") return "external.service";
  if (arg === "service.port" && entry.external?.service !== undefined) return "external.servicePort";
  return arg;
}

/** What only an owner makes: the network, and the load balancer's way to the pods. */
function networkProblems(config: OwnerConfig): {
  problems: PlacedProblem[];
  blocks: Partial<ClusterNetwork>;
} {
  const names = componentNames(config.clusterName);
  const ofVpc = placed(Vpc.problems(names.vpc, config.vpc), { object: "vpc" });
  const backendArgs = { vpcId: LATER.vpcId, tags: config.tags };
  const ofBackend = placed(BackendSecurityGroup.problems(names.backendSecurityGroup, backendArgs));
  if (ofVpc.length > 0) {
    return { problems: [...ofVpc, ...ofBackend], blocks: { podSubnetIds: laterPodSubnets(config.vpc) } };
  }
  return { problems: [...subnetTierProblems(config), ...ofBackend], blocks: subnetBlocks(config) };
}

/** Blocks of the subnets to be made, to see whether the pods will fit. */
function subnetBlocks({ vpc }: OwnerConfig) {
  if (vpc.existing !== undefined) return {};
  const { publicSubnetCidrBlocks, privateSubnetCidrBlocks, podSubnetCidrBlocks } = planSubnets(vpc);
  return {
    publicSubnetCidrBlocks: [...publicSubnetCidrBlocks],
    privateSubnetCidrBlocks: [...privateSubnetCidrBlocks],
    podSubnetCidrBlocks: podSubnetCidrBlocks.flatMap(([first]) => first ?? []),
    podSubnetIds: laterPodSubnets(vpc),
  };
}

function laterPodSubnets({ secondaryCidrBlocks = [] }: OwnerConfig["vpc"]): Readonly<Record<string, string>> {
  return secondaryCidrBlocks.length === 0 ? {} : LATER_POD_SUBNETS;
}

/** A problem of the configuration, and the key that it is in, if a component told it. */
interface PlacedProblem extends ConfigProblem {
  readonly key?: string;
}

/**
 * A component's problems as those of the configuration that its args come from.
 *
 * @param from the key whose object the component gets, or a field of it, and the args that come from keys of their own.
 */
function placed<Key extends string>(
  problems: readonly Problem<Key>[],
  from: {
    readonly object?: ConfigKey;
    readonly field?: string;
    readonly own?: Readonly<Partial<Record<Key, ConfigKey>>>;
  } = {},
): PlacedProblem[] {
  return problems.map(({ keys: [arg], path, reason }) => {
    // Names of components, and so of many things in AWS, are made of the cluster's name.
    if (arg === undefined) return { key: "clusterName", path: "clusterName", reason };
    const own = from.own?.[arg];
    if (own !== undefined) return { key: own, path: own + path.slice(arg.length), reason };
    if (from.object === undefined) return { key: arg, path, reason };
    const place = from.field === undefined ? from.object : `${from.object}.${from.field}`;
    return { key: from.object, path: `${place}.${path}`, reason };
  });
}

function isShared(key: string | undefined): boolean {
  return SHARED.some((one) => one === key);
}
