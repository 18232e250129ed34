import {
  BackendSecurityGroup,
  DemoApp,
  EksCluster,
  LbcAddon,
  MultiClusterIngress,
  planSubnets,
  Vpc,
  type ClusterNetwork,
  type DemoAppArgs,
  type EksClusterArgs,
  type KeyOf,
  type LbcAddonArgs,
  type MultiClusterIngressArgs,
  type Problem,
} from "../../components/index.ts";
import {
  appArgs,
  clusterArgs,
  controllerArgs,
  createIngressArgs,
  joinIngressArgs,
} from "../component-args.ts";
import { componentNames } from "../names.ts";
import type { ConfigProblem } from "./issues.ts";
import type { ConfigKey } from "./schema.ts";
import type { PrimaryConfig, StackConfig } from "./stack-config.ts";
import { subnetTierProblems } from "./subnet-problems.ts";

/** Stands for ids that only an update will tell; what is known now is checked now. */
const LATER = {
  vpcId: "vpc-00000000000000000",
  backendSecurityGroupId: "sg-00000000000000000",
  publicSubnetIds: [],
  privateSubnetIds: [],
  oidcIssuer: "https://oidc.invalid",
  oidcProviderArn: "arn:aws:iam::000000000000:oidc-provider/oidc.invalid",
  targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:000000000000:targetgroup/later/0000000000000000",
  loadBalancerDnsName: "later.invalid",
  loadBalancerArn:
    "arn:aws:elasticloadbalancing:eu-west-1:000000000000:loadbalancer/app/later/0000000000000000",
};

/** Keys that several components get: what is wrong with them is said once. */
const SHARED: readonly ConfigKey[] = ["clusterName", "namespace", "readinessGates", "tags"];

/** Args of one component that are keys of their own, not fields of the object that the component mostly gets. */
type OwnKeys<Args> = Readonly<Partial<Record<KeyOf<Args>, ConfigKey>>>;

const CLUSTER_KEYS: OwnKeys<EksClusterArgs> = { name: "clusterName" };
const CONTROLLER_KEYS: OwnKeys<LbcAddonArgs> = { clusterName: "clusterName", tags: "tags" };
const INGRESS_KEYS: OwnKeys<MultiClusterIngressArgs> = {
  clusterName: "clusterName",
  namespace: "namespace",
  readinessGates: "readinessGates",
  tags: "tags",
};
const APP_KEYS: OwnKeys<DemoAppArgs> = { namespace: "namespace" };

/**
 * What the components would refuse, as problems of configuration keys: asked before the first resource, so that all of it
 * is said at once and nothing is created.
 */
export function argsProblems(config: StackConfig): ConfigProblem[] {
  const names = componentNames(config.clusterName);
  const cluster = { ...LATER, clusterName: config.clusterName };
  const network = config.role === "primary" ? primaryProblems(config) : { problems: [], blocks: {} };
  const ingress =
    config.role === "primary"
      ? createIngressArgs(config, config.clusterName, LATER)
      : joinIngressArgs(config, LATER);
  const problems = [
    ...network.problems,
    ...placed(EksCluster.problems(names.cluster, clusterArgs(config, { ...LATER, ...network.blocks })), {
      own: CLUSTER_KEYS,
    }),
    ...placed(LbcAddon.problems(names.controller, controllerArgs(config, LATER, cluster)), {
      object: "controller",
      own: CONTROLLER_KEYS,
    }),
    ...placed(MultiClusterIngress.problems(names.ingress, ingress), { object: "ingress", own: INGRESS_KEYS }),
    ...placed(DemoApp.problems(names.app, appArgs(config, config.namespace)), {
      object: "app",
      own: APP_KEYS,
    }),
  ];
  return problems
    .filter(
      ({ key, path }, index) => !isShared(key) || problems.findIndex((one) => one.path === path) === index,
    )
    .map(({ path, reason }) => ({ path, reason }));
}

/** What only a primary makes: the network, and the load balancer's way to the pods. */
function primaryProblems(config: PrimaryConfig): {
  problems: PlacedProblem[];
  blocks: Partial<ClusterNetwork>;
} {
  const names = componentNames(config.clusterName);
  const ofVpc = placed(Vpc.problems(names.vpc, config.vpc), { object: "vpc" });
  const backendArgs = { vpcId: LATER.vpcId, tags: config.tags };
  const ofBackend = placed(BackendSecurityGroup.problems(names.backendSecurityGroup, backendArgs));
  if (ofVpc.length > 0) return { problems: [...ofVpc, ...ofBackend], blocks: {} };
  return { problems: [...subnetTierProblems(config), ...ofBackend], blocks: subnetBlocks(config) };
}

/** Blocks of the subnets to be made, to see whether the pods will fit. */
function subnetBlocks({ vpc }: PrimaryConfig) {
  if (vpc.existing !== undefined) return {};
  const { publicSubnetCidrBlocks, privateSubnetCidrBlocks } = planSubnets(vpc);
  return {
    publicSubnetCidrBlocks: [...publicSubnetCidrBlocks],
    privateSubnetCidrBlocks: [...privateSubnetCidrBlocks],
  };
}

/** A problem of the configuration, and the key that it is in, if a component told it. */
interface PlacedProblem extends ConfigProblem {
  readonly key?: string;
}

/**
 * A component's problems as those of the configuration that its args come from.
 *
 * @param from the key whose object the component gets, if it does, and the args that come from keys of their own.
 */
function placed<Key extends string>(
  problems: readonly Problem<Key>[],
  from: { readonly object?: ConfigKey; readonly own?: Readonly<Partial<Record<Key, ConfigKey>>> } = {},
): PlacedProblem[] {
  return problems.map(({ keys: [arg], path, reason }) => {
    // Names of components, and so of many things in AWS, are made of the cluster's name.
    if (arg === undefined) return { key: "clusterName", path: "clusterName", reason };
    const own = from.own?.[arg];
    if (own !== undefined) return { key: own, path: own + path.slice(arg.length), reason };
    return from.object === undefined
      ? { key: arg, path, reason }
      : { key: from.object, path: `${from.object}.${path}`, reason };
  });
}

function isShared(key: string | undefined): boolean {
  return SHARED.some((one) => one === key);
}
