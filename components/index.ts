/**
 * The components of this package: one Application Load Balancer and one target group in front of several Amazon EKS
 * clusters.
 *
 * @packageDocumentation
 */
export * from "./backend-security-group/index.ts";
export * from "./lbc-addon/index.ts";
export { ArgsError, type Problem } from "./shared/args-error.ts";
export type { AwsPartition } from "./shared/iam.ts";
export type { Transform } from "./shared/transform.ts";
