import type { Item } from "./known.ts";

const LOAD_BALANCERS = "planned: load balancers, routes and weights that Pulumi owns";
const ROLES = "planned: apps with an IAM role of their own";
const BESIDE = "what an account has beside the fleet: Local Zones that it opted in to, instances of its own";
const DESCRIPTIONS = "a rule whose description changes, which a program may do to each that it makes";
const ENDPOINTS = "endpoints of a VPC that the stack makes, which get a further zone, or go with it";
const LOOK = "to look at what is there, with `npm run cloud -- aws`";
const TRANSFORM = "a program that transforms the release, or adds annotations to the Ingress";

/** What no run reaches and stays, with the reason. A test refuses what is reached, and what is not there any more. */
export const KEPT: Readonly<Partial<Record<Item, string>>> = {
  ...kept(LOAD_BALANCERS, [
    "function aws:alb/getListener:getListener",
    "function aws:alb/getListenerRule:getListenerRule",
    "function aws:alb/getLoadBalancer:getLoadBalancer",
    "function aws:alb/getTargetGroup:getTargetGroup",
    "operation elasticloadbalancing:DescribeCapacityReservation",
    "operation elasticloadbalancing:SetIpAddressType",
    "operation elasticloadbalancing:SetSecurityGroups",
    "type aws:alb/listener:Listener",
    "type aws:alb/listenerCertificate:ListenerCertificate",
    "type aws:alb/listenerRule:ListenerRule",
    "type aws:alb/loadBalancer:LoadBalancer",
    "type aws:alb/targetGroup:TargetGroup",
    "type aws:alb/targetGroupAttachment:TargetGroupAttachment",
    "type aws:lb/listenerCertificate:ListenerCertificate",
    "type aws:lb/targetGroupAttachment:TargetGroupAttachment",
  ]),
  ...kept(ROLES, ["function aws:iam/getPolicyDocument:getPolicyDocument"]),
  ...kept(ENDPOINTS, ["operation ec2:DeleteVpcEndpoints", "operation ec2:ModifyVpcEndpoint"]),
  ...kept(BESIDE, ["operation ec2:ModifyAvailabilityZoneGroup", "operation ec2:RunInstances"]),
  ...kept(DESCRIPTIONS, [
    "operation ec2:UpdateSecurityGroupRuleDescriptionsEgress",
    "operation ec2:UpdateSecurityGroupRuleDescriptionsIngress",
  ]),
  ...kept(TRANSFORM, ["operation wafv2:GetWebACLForResource"]),
  ...kept(LOOK, [
    "operation ec2:DescribeInternetGateways",
    "operation ec2:DescribeKeyPairs",
    "operation ec2:DescribeLaunchTemplates",
    "operation ec2:DescribeNatGateways",
    "operation ec2:DescribeTags",
    "operation ec2:DescribeVpcAttribute",
    "operation eks:DescribePodIdentityAssociation",
    "operation eks:ListAssociatedAccessPolicies",
    "operation iam:GetInstanceProfile",
    "operation iam:GetOpenIDConnectProvider",
    "operation iam:GetPolicyVersion",
    "operation iam:GetRolePolicy",
    "operation iam:ListPolicies",
    "operation iam:ListRoles",
  ]),
  ...kept(TRANSFORM, [
    "chart value aws-load-balancer-controller affinity",
    "chart value aws-load-balancer-controller configureDefaultAffinity",
    "chart value aws-load-balancer-controller controllerConfig",
    "chart value aws-load-balancer-controller externalManagedTags",
    "chart value aws-load-balancer-controller hostNetwork",
    "chart value aws-load-balancer-controller imagePullSecrets",
    "chart value aws-load-balancer-controller ingressClass",
    "chart value aws-load-balancer-controller ingressClassConfig",
    "chart value aws-load-balancer-controller livenessProbe",
    "chart value aws-load-balancer-controller nodeSelector",
    "chart value aws-load-balancer-controller podLabels",
    "chart value aws-load-balancer-controller podSecurityContext",
    "chart value aws-load-balancer-controller priorityClassName",
    "chart value aws-load-balancer-controller readinessProbe",
    "chart value aws-load-balancer-controller revisionHistoryLimit",
    "chart value aws-load-balancer-controller securityContext",
    "chart value aws-load-balancer-controller terminationGracePeriodSeconds",
    "chart value aws-load-balancer-controller topologySpreadConstraints",
    "chart value aws-load-balancer-controller updateStrategy",
    "chart value aws-load-balancer-controller vpcTags",
    "chart value aws-load-balancer-controller webhookConfig",
  ]),
};

function kept(reason: string, items: readonly Item[]): Partial<Record<Item, string>> {
  return Object.fromEntries(items.map((one) => [one, reason]));
}
