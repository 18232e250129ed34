import {
  BackendSecurityGroup,
  DemoApp,
  EksCluster,
  LbcAddon,
  MultiClusterIngress,
  planSubnets,
  Vpc,
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

/** Keys that stand at the top of the configuration, and are not fields of the object that a component gets. */
const TOP_LEVEL = /^(clusterName|namespace|readinessGates|tags)(?![A-Za-z])/;

/**
 * What the components would refuse, as problems of configuration keys: asked before the first resource, so that all of it
 * is said at once and nothing is created.
 */
export function argsProblems(config: StackConfig): Problem[] {
  const names = componentNames(config.clusterName);
  const vpcProblems = config.role === "primary" ? Vpc.problems(names.vpc, config.vpc) : [];
  const blocks = config.role === "primary" && vpcProblems.length === 0 ? subnetBlocks(config) : {};
  const cluster = { ...LATER, clusterName: config.clusterName };
  const ingress =
    config.role === "primary"
      ? createIngressArgs(config, config.clusterName, LATER)
      : joinIngressArgs(config, LATER);
  const problems = [
    ...under("vpc", vpcProblems),
    ...(config.role === "primary" && vpcProblems.length === 0 ? subnetTierProblems(config) : []),
    ...(config.role === "primary"
      ? ofCluster(BackendSecurityGroup.problems(names.backendSecurityGroup, { ...LATER, tags: config.tags }))
      : []),
    ...ofCluster(EksCluster.problems(names.cluster, clusterArgs(config, { ...LATER, ...blocks }))),
    ...under("controller", LbcAddon.problems(names.controller, controllerArgs(config, LATER, cluster))),
    ...under("ingress", MultiClusterIngress.problems(names.ingress, ingress)),
    ...under("app", DemoApp.problems(names.app, appArgs(config, config.namespace))),
  ];
  // Several components may refuse one and the same value.
  return problems.filter(
    ({ path }, index) =>
      !TOP_LEVEL.test(path) || problems.findIndex((other) => other.path === path) === index,
  );
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

function under(key: string, problems: readonly Problem[]): Problem[] {
  return problems.map(({ path, reason }) => {
    // Names of components, and so of many things in AWS, are made of the cluster's name.
    if (path === "name" || path === "the component's name") return { path: "clusterName", reason };
    return { path: TOP_LEVEL.test(path) ? path : `${key}.${path}`, reason };
  });
}

/** The cluster's args are keys of their own. */
function ofCluster(problems: readonly Problem[]): Problem[] {
  return problems.map(({ path, reason }) => ({
    path: path === "name" || path === "the component's name" ? "clusterName" : path,
    reason,
  }));
}
