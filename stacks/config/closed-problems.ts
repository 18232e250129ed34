/** What nodes without a way to the internet need, as far as the configuration says it. */
import { DEMO_APPS, NODE_GROUP_DEFAULTS, VPC_DEFAULTS } from "../../components/index.ts";
import { pathOf, workloadOf, type AppConfig } from "../apps/app.ts";
import { addonsOf } from "../component-args.ts";
import type { ConfigProblem } from "./issues.ts";
import type { ClusterConfig, OwnerConfig } from "./stack-config.ts";

/**
 * Services that nodes, add-ons and the controller call, by the names that endpoints have. Nodes that EKS manages are told of
 * their cluster, so that nothing here calls EKS itself.
 * https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
export function neededServices(config: ClusterConfig): string[] {
  const { podIdentityAgent = false } = addonsOf(config);
  return [
    ...["ec2", "ecr.api", "ecr.dkr"],
    ...(podIdentityAgent === false ? [] : ["eks-auth"]),
    // The network plugin has its credentials from STS, whatever the controller's identity is.
    ...["elasticloadbalancing", "s3", "sts"],
  ];
}

/** Node groups in private subnets, by their places. */
export function privateGroups({ nodeGroups }: ClusterConfig): number[] {
  return nodeGroups.flatMap(({ subnets = NODE_GROUP_DEFAULTS.subnets }, index) =>
    subnets === "private" ? [index] : [],
  );
}

/** Problems of nodes in private subnets of a VPC to be made. How those of an existing one lead out is not known here. */
export function closedVpcProblems(config: OwnerConfig): ConfigProblem[] {
  const { vpc } = config;
  const isOpen = (vpc.natGateways ?? VPC_DEFAULTS.natGateways) !== "none";
  if (config.role === "edge" || vpc.existing !== undefined || isOpen) return [];
  const groups = privateGroups(config);
  if (groups.length === 0) return [];
  const needed = neededServices(config);
  const { endpoints = [] } = vpc;
  if (endpoints.length === 0) {
    return groups.map((index) => ({
      path: `nodeGroups[${index}].subnets`,
      reason:
        "is private, but vpc.natGateways is none, so that the nodes could reach neither EKS nor their images; " +
        `use public, set vpc.natGateways to single or one-per-zone, or vpc.endpoints to [${needed.join(", ")}]`,
    }));
  }
  const missing = needed.filter((service) => !endpoints.includes(service));
  const all = [...new Set([...endpoints, ...needed])].sort();
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            path: "vpc.endpoints",
            reason: `has none for ${missing.join(", ")}, which nodes in private subnets need without NAT gateways; use [${all.join(", ")}]`,
          },
        ]),
    ...closedProblems(config),
  ];
}

/** Settings that want a way to the internet. */
export function closedProblems(config: ClusterConfig): ConfigProblem[] {
  const { controller, endpointPrivateAccess } = config;
  return [
    ...(endpointPrivateAccess
      ? []
      : [
          {
            path: "endpointPrivateAccess",
            reason: `is false, but ${CLOSED} reach their cluster within the VPC alone; set it to true`,
          },
        ]),
    ...(controller.shield === false
      ? []
      : [
          {
            path: "controller.shield",
            reason: `is on, but AWS Shield has no VPC endpoint for ${CLOSED}; set it to false`,
          },
        ]),
    ...imageProblem("controller.imageRepository", controller.imageRepository, CONTROLLER_IMAGE),
    ...config.apps.flatMap(appImageProblems),
  ];
}

const CLOSED = "nodes without a way to the internet";

const CONTROLLER_IMAGE = "public.ecr.aws/eks/aws-load-balancer-controller";

function appImageProblems(app: AppConfig): ConfigProblem[] {
  if (app.absent || workloadOf(app) === "external") return [];
  const { image, content } = app.entry;
  return imageProblem(
    pathOf(app, "image"),
    image,
    content === undefined ? undefined : DEMO_APPS[content.type].image,
  );
}

function imageProblem(
  path: string,
  image: string | undefined,
  byDefault: string | undefined,
): ConfigProblem[] {
  const used = image ?? byDefault;
  if (used === undefined || !isOnInternet(used)) return [];
  const is = image === undefined ? `is not set, which means ${used}` : `is ${used}`;
  return [
    {
      path,
      reason: `${is}, on the internet, which ${CLOSED} cannot pull; copy it to a registry of the region, such as Amazon ECR, and name it`,
    },
  ];
}

/** Registries that are on the internet alone. A name without a registry is one of Docker Hub. */
const PUBLIC_REGISTRIES = ["docker.io", "gcr.io", "ghcr.io", "public.ecr.aws", "quay.io", "registry.k8s.io"];

function isOnInternet(image: string): boolean {
  const [registry, ...rest] = image.split("/");
  const isNamed = rest.length > 0 && /[.:]|^localhost$/.test(registry!);
  return !isNamed || PUBLIC_REGISTRIES.includes(registry!);
}
