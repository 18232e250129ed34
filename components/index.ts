/**
 * The components of this package: one Application Load Balancer and one target group in front of several Amazon EKS
 * clusters.
 *
 * @packageDocumentation
 */
export * from "./backend-security-group/index.ts";
export * from "./deletion-guard/index.ts";
export * from "./deletion-protection/index.ts";
export * from "./demo-app/index.ts";
export * from "./eks-cluster/index.ts";
export * from "./lbc-addon/index.ts";
export * from "./multi-cluster-ingress/index.ts";
export * from "./rollout/index.ts";
export { ArgsError } from "./shared/args-error.ts";
export type { DisruptionBudget } from "./shared/disruption-budget.ts";
export { partitionOf, type AwsPartition } from "./shared/iam.ts";
export type { ArgKey, KeyOf, Problem, ProblemOf } from "./shared/problem.ts";
export type { Tags } from "./shared/tags.ts";
export { TAINT_EFFECTS, TOLERATION_OPERATORS, type Toleration } from "./shared/tolerations.ts";
export type {
  ChildOptions,
  ChildTransform,
  ObjectTransform,
  Transform,
  WithPlainMetadata,
} from "./shared/transform.ts";
export * from "./vpc/index.ts";
