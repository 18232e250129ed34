/**
 * AWS's own managed policies, as far as EKS clusters and nodes need them. Statements, versions and dates are those
 * that AWS publishes, unique ids are not; descriptions are left out: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
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
          ...actions("autoscaling", "DescribeAutoScalingGroups UpdateAutoScalingGroup"),
          ...actions(
            "ec2",
            `AttachVolume AuthorizeSecurityGroupIngress CreateRoute CreateSecurityGroup CreateTags CreateVolume
             DeleteRoute DeleteSecurityGroup DeleteVolume DescribeInstances DescribeRouteTables
             DescribeSecurityGroups DescribeSubnets DescribeVolumes DescribeVolumesModifications DescribeVpcs
             DescribeDhcpOptions DescribeNetworkInterfaces DescribeAvailabilityZones DetachVolume
             ModifyInstanceAttribute ModifyVolume RevokeSecurityGroupIngress DescribeAccountAttributes
             DescribeAddresses DescribeInternetGateways DescribeInstanceTopology`,
          ),
          ...actions(
            "elasticloadbalancing",
            `AddTags ApplySecurityGroupsToLoadBalancer AttachLoadBalancerToSubnets ConfigureHealthCheck
             CreateListener CreateLoadBalancer CreateLoadBalancerListeners CreateLoadBalancerPolicy
             CreateTargetGroup DeleteListener DeleteLoadBalancer DeleteLoadBalancerListeners DeleteTargetGroup
             DeregisterInstancesFromLoadBalancer DeregisterTargets DescribeListeners
             DescribeLoadBalancerAttributes DescribeLoadBalancerPolicies DescribeLoadBalancers
             DescribeTargetGroupAttributes DescribeTargetGroups DescribeTargetHealth
             DetachLoadBalancerFromSubnets ModifyListener ModifyLoadBalancerAttributes ModifyTargetGroup
             ModifyTargetGroupAttributes RegisterInstancesWithLoadBalancer RegisterTargets
             SetLoadBalancerPoliciesForBackendServer SetLoadBalancerPoliciesOfListener`,
          ),
          ...actions("kms", "DescribeKey"),
        ],
        Resource: "*",
      },
      {
        Sid: "AmazonEKSClusterPolicySLRCreate",
        Effect: "Allow",
        Action: "iam:CreateServiceLinkedRole",
        Resource: "*",
        Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
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
  AmazonEKSVPCResourceController: {
    version: "v1",
    createDate: "2020-08-12T00:55:34Z",
    statements: [
      {
        Effect: "Allow",
        Action: "ec2:CreateNetworkInterfacePermission",
        Resource: "*",
        Condition: {
          "ForAnyValue:StringEquals": { "ec2:ResourceTag/eks:eni:owner": "eks-vpc-resource-controller" },
        },
      },
      allow(
        "ec2",
        `CreateNetworkInterface DetachNetworkInterface ModifyNetworkInterfaceAttribute DeleteNetworkInterface
         AttachNetworkInterface UnassignPrivateIpAddresses AssignPrivateIpAddresses`,
      ),
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
  AmazonEKSWorkerNodeMinimalPolicy: {
    version: "v1",
    createDate: "2024-10-02T20:03:51Z",
    statements: [allow("eks-auth", "AssumeRoleForPodIdentity")],
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
  AmazonEC2ContainerRegistryReadOnly: {
    version: "v3",
    createDate: "2015-12-21T17:04:15Z",
    statements: [
      allow(
        "ecr",
        `GetAuthorizationToken BatchCheckLayerAvailability GetDownloadUrlForLayer GetRepositoryPolicy
         DescribeRepositories ListImages DescribeImages BatchGetImage GetLifecyclePolicy
         GetLifecyclePolicyPreview ListTagsForResource DescribeImageScanFindings`,
      ),
    ],
  },
  AmazonEC2ContainerRegistryPullOnly: {
    version: "v1",
    createDate: "2024-10-04T16:58:49Z",
    statements: [
      allow("ecr", "GetAuthorizationToken BatchGetImage GetDownloadUrlForLayer BatchImportUpstreamImage"),
    ],
  },
  AmazonSSMManagedInstanceCore: {
    version: "v2",
    createDate: "2019-03-15T17:22:12Z",
    statements: [
      allow(
        "ssm",
        `DescribeAssociation GetDeployablePatchSnapshotForInstance GetDocument DescribeDocument GetManifest
         GetParameter GetParameters ListAssociations ListInstanceAssociations PutInventory PutComplianceItems
         PutConfigurePackageResult UpdateAssociationStatus UpdateInstanceAssociationStatus
         UpdateInstanceInformation`,
      ),
      allow("ssmmessages", "CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel"),
      allow("ec2messages", "AcknowledgeMessage DeleteMessage FailMessage GetEndpoint GetMessages SendReply"),
    ],
  },
  AdministratorAccess: {
    version: "v1",
    createDate: "2015-02-06T18:39:46Z",
    statements: [{ Effect: "Allow", Action: "*", Resource: "*" }],
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
