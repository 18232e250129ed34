/** The kind by which AWS Load Balancer Controller registers the pods of a Service in a target group. */
export const TARGET_GROUP_BINDING = {
  apiVersion: "elbv2.k8s.aws/v1beta1",
  kind: "TargetGroupBinding",
} as const;
