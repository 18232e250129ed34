/**
 * AWS's own managed policies that EKS clusters and nodes here have. Statements, versions and dates are those that AWS
 * publishes, without descriptions and, of the longest, without actions that are not simulated; unique ids are made up.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
import { NotSimulated } from "../../core/errors.ts";
import { sha256 } from "../../core/ids.ts";
import type { ManagedPolicy } from "./records.ts";

interface AwsManagedPolicy {
  readonly version: string;
  readonly createDate: string;
  readonly statements: readonly object[];
}

/** By path and name, as in the ARN after `policy/`. */
const POLICIES: Readonly<Record<string, AwsManagedPolicy>> = {
  AmazonEKSClusterPolicy: {
    version: "v9",
    createDate: "2018-05-27T21:06:14Z",
    statements: [
      {
        Sid: "AmazonEKSClusterPolicy",
        Effect: "Allow",
        Action: [
          ...actions(
            "ec2",
            `AuthorizeSecurityGroupIngress CreateRoute CreateSecurityGroup CreateTags DeleteRoute
             DeleteSecurityGroup DescribeInstances DescribeRouteTables DescribeSecurityGroups DescribeSubnets
             DescribeVpcs DescribeNetworkInterfaces DescribeAvailabilityZones RevokeSecurityGroupIngress
             DescribeAddresses DescribeInternetGateways`,
          ),
          ...actions(
            "elasticloadbalancing",
            `AddTags CreateListener CreateLoadBalancer CreateTargetGroup DeleteListener DeleteLoadBalancer
             DeleteTargetGroup DeregisterTargets DescribeListeners DescribeLoadBalancerAttributes
             DescribeLoadBalancers DescribeTargetGroupAttributes DescribeTargetGroups DescribeTargetHealth
             ModifyListener ModifyLoadBalancerAttributes ModifyTargetGroup ModifyTargetGroupAttributes
             RegisterTargets`,
          ),
        ],
        Resource: "*",
      },
      {
        Sid: "AmazonEKSClusterPolicyENIDelete",
        Effect: "Allow",
        Action: "ec2:DeleteNetworkInterface",
        Resource: "*",
        Condition: { StringEquals: { "ec2:ResourceTag/eks:eni:owner": "amazon-vpc-cni" } },
      },
    ],
  },
  AmazonEKSWorkerNodePolicy: {
    version: "v3",
    createDate: "2018-05-27T21:09:01Z",
    statements: [
      {
        Sid: "WorkerNodePermissions",
        Effect: "Allow",
        Action: [
          ...actions(
            "ec2",
            `DescribeInstances DescribeInstanceTypes DescribeRouteTables DescribeSecurityGroups DescribeSubnets
             DescribeVolumes DescribeVolumesModifications DescribeVpcs`,
          ),
          ...actions("eks", "DescribeCluster"),
          ...actions("eks-auth", "AssumeRoleForPodIdentity"),
        ],
        Resource: "*",
      },
    ],
  },
  AmazonEKS_CNI_Policy: {
    version: "v5",
    createDate: "2018-05-27T21:07:42Z",
    statements: [
      allow(
        "ec2",
        `AssignPrivateIpAddresses AttachNetworkInterface CreateNetworkInterface DeleteNetworkInterface
         DescribeInstances DescribeTags DescribeNetworkInterfaces DescribeInstanceTypes DescribeSubnets
         DetachNetworkInterface ModifyNetworkInterfaceAttribute UnassignPrivateIpAddresses`,
      ),
      {
        Sid: "AmazonEKSCNIPolicyENITag",
        Effect: "Allow",
        Action: "ec2:CreateTags",
        Resource: "arn:aws:ec2:*:*:network-interface/*",
      },
    ],
  },
  AmazonEC2ContainerRegistryPullOnly: {
    version: "v1",
    createDate: "2024-10-04T16:58:49Z",
    statements: [
      allow("ecr", "GetAuthorizationToken BatchGetImage GetDownloadUrlForLayer BatchImportUpstreamImage"),
    ],
  },
};

/**
 * One of AWS's own policies; undefined for the ARN of any other policy.
 *
 * @throws NotSimulated for a policy of AWS that is not in the table.
 */
export function awsManagedPolicy(partition: string, arn: string): ManagedPolicy | undefined {
  const prefix = `arn:${partition}:iam::aws:policy/`;
  if (!arn.startsWith(prefix)) return undefined;
  const name = arn.slice(prefix.length);
  const policy = POLICIES[name];
  if (policy === undefined) throw new NotSimulated(arn);
  const document = JSON.stringify({ Version: "2012-10-17", Statement: policy.statements });
  return {
    PolicyName: name,
    PolicyId: `ANPA${sha256(name).slice(0, 17).toUpperCase()}`,
    Arn: arn,
    Path: "/",
    Description: "",
    CreateDate: policy.createDate,
    DefaultVersionId: policy.version,
    Versions: [
      {
        VersionId: policy.version,
        Document: document.replaceAll("arn:aws:", `arn:${partition}:`),
        CreateDate: policy.createDate,
      },
    ],
    NextVersion: Number(policy.version.slice(1)) + 1,
    Tags: [],
  };
}

function allow(service: string, names: string): object {
  return { Effect: "Allow", Action: actions(service, names), Resource: "*" };
}

function actions(service: string, names: string): string[] {
  return names.split(/\s+/).map((name) => `${service}:${name}`);
}
