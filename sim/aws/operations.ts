import { ec2Operations } from "./ec2/operations.ts";
import { eksAuthOperations, eksOperations } from "./eks/operations.ts";
import { elbv2Operations } from "./elbv2/operations.ts";
import { iamOperations } from "./iam/operations.ts";
import { shieldOperations } from "./shield/operations.ts";
import { stsOperations } from "./sts/operations.ts";
import { wafv2Operations } from "./wafv2/operations.ts";

/** Every operation that the simulated cloud knows, by signing name of the service. */
export const operations = {
  ec2: ec2Operations,
  eks: eksOperations,
  "eks-auth": eksAuthOperations,
  elasticloadbalancing: elbv2Operations,
  iam: iamOperations,
  shield: shieldOperations,
  sts: stsOperations,
  wafv2: wafv2Operations,
};

export type Operations = typeof operations;
export type Service = keyof Operations;
