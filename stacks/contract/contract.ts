import * as pulumi from "@pulumi/pulumi";
import { defined } from "../../components/shared/defined.ts";
import { shown } from "../../components/shared/shown.ts";
import { refuseOtherAccount } from "../refusals/other-account.ts";
import { SHARED_APPS, type SharedApp } from "./shared-app.ts";
import { SHARED_NLBS, type SharedNlb } from "./shared-nlb.ts";
import { integer, list, mapping, text, type Shape } from "./shape.ts";
import { completeOutputs, CONTRACT_VERSION, OUTPUTS_BEFORE, type OutputsByName } from "./version.ts";

/** What a stack that owns the shared load balancer hands over to those that join it: plain ids, nothing secret. */
export interface SharedIngress {
  /** Which outputs there are, see {@link CONTRACT_VERSION}. */
  readonly contractVersion: number;
  /** Region of everything shared; a member must be in the same one. */
  readonly region: string;
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  /** Empty when the VPC has none. */
  readonly privateSubnetIds: string[];
  /** Blocks of the public subnets, in the order of their ids: a member whose pods cannot fit is refused. */
  readonly publicSubnetCidrBlocks: string[];
  /** Blocks of the private subnets, in the order of their ids. */
  readonly privateSubnetCidrBlocks: string[];
  /** Subnets for pods by zone; none where the owner has none, or is of an earlier program. */
  readonly podSubnetIds: Record<string, string>;
  /** Blocks of the subnets for pods in one zone; in others they are as large. */
  readonly podSubnetCidrBlocks: string[];
  /** Applications behind the load balancer, by name. */
  readonly apps: Readonly<Record<string, SharedApp>>;
  /** Security group from which the load balancer reaches pods of every cluster. */
  readonly backendSecurityGroupId: string;
  /** IAM policy of the load balancer controller, one for all clusters. */
  readonly lbcPolicyArn: string;
  /** IAM policy that members attach, so that what is shared is not destroyed before them. */
  readonly deletionGuardArn: string;
  readonly loadBalancerDnsName: string;
  readonly loadBalancerArn: string;
  /** Network Load Balancers, by application. */
  readonly nlbs: Readonly<Record<string, SharedNlb>> | undefined;
}

/** Every output of {@link SharedIngress} with its shape: what one side exports, the other side checks. */
const SHAPES = {
  contractVersion: integer(CONTRACT_VERSION, CONTRACT_VERSION),
  region: text(/^[a-z]{2,}(-[a-z]+)+-\d+$/, "a region such as ap-northeast-2"),
  vpcId: text(/^vpc-[0-9a-f]+$/, "a VPC id"),
  publicSubnetIds: list(/^subnet-[0-9a-f]+$/, "a list of subnet ids"),
  privateSubnetIds: list(/^subnet-[0-9a-f]+$/, "a list of subnet ids"),
  publicSubnetCidrBlocks: list(/^[0-9.]+\/\d+$/, "a list of IPv4 blocks"),
  privateSubnetCidrBlocks: list(/^[0-9.]+\/\d+$/, "a list of IPv4 blocks"),
  podSubnetIds: mapping(/^subnet-[0-9a-f]+$/, "subnet ids by zone"),
  podSubnetCidrBlocks: list(/^[0-9.]+\/\d+$/, "a list of IPv4 blocks"),
  apps: SHARED_APPS,
  backendSecurityGroupId: text(/^sg-[0-9a-f]+$/, "a security group id"),
  lbcPolicyArn: text(/^arn:[^:]+:iam::\d{12}:policy\/.+$/, "the ARN of an IAM policy"),
  deletionGuardArn: text(/^arn:[^:]+:iam::\d{12}:policy\/.+$/, "the ARN of an IAM policy"),
  loadBalancerDnsName: text(/^[a-z0-9.-]+$/, "a DNS name"),
  loadBalancerArn: text(
    /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:loadbalancer\/.+$/,
    "the ARN of a load balancer",
  ),
  nlbs: SHARED_NLBS,
} as const satisfies {
  readonly [Output in keyof SharedIngress]: Shape<SharedIngress[Output]>;
};

/** Of owners whose network has no subnets for pods. */
const WITHOUT_PODS = { podSubnetIds: {}, podSubnetCidrBlocks: [] } satisfies Partial<SharedIngress>;

/**
 * Reads what another stack shares, before anything of this one is made.
 *
 * @param stack name of the stack, `cluster1` or `organization/project/cluster1`.
 * @param region region of the stack that reads: a target group takes targets of its own region only.
 * @throws RunError when the stack does not exist, was not brought up yet, has another role, outputs of another form or of a
 *   newer program, or is in another region or account; with the way to mend it.
 */
export async function readSharedIngress(stack: string, region: string): Promise<SharedIngress> {
  const name = qualifiedName(stack);
  const reference = new pulumi.StackReference("shared", { name });
  const outputs = [...Object.keys(SHAPES), ...OUTPUTS_BEFORE];
  const values = await Promise.all(
    outputs.map(async (output) => {
      // A secret has no plain value, and nothing of the contract is one.
      const { value } = await reference.getOutputDetails(output).catch((error: unknown) => {
        throw unreadable(stack, name, error);
      });
      return [output, value as unknown] as const;
    }),
  );
  const shared = acceptOutputs(stack, Object.fromEntries(values));
  refuseOtherRegion(stack, shared.region, region);
  await refuseOtherAccount(shared.loadBalancerArn, `what stack "${stack}" shares`);
  return shared;
}

/** The engine wants organization and project, unless the backend has neither. */
function qualifiedName(stack: string): string {
  return stack.includes("/") ? stack : `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
}

/**
 * The outputs of another stack, if all have the shape that they must have.
 *
 * @throws RunError with everything that is wrong with them.
 */
export function acceptOutputs(stack: string, found: OutputsByName): SharedIngress {
  const outputs: OutputsByName = { ...WITHOUT_PODS, ...defined(completeOutputs(stack, found)) };
  const problems = Object.entries(SHAPES).flatMap(([output, shape]: [string, Shape<unknown>]) => {
    const value = outputs[output];
    if (shape.accepts(value)) return [];
    const given = value === undefined ? "is missing" : `is ${shown(value)}`;
    return [`output ${output} ${given}, but must be ${shape.expected}`];
  });
  if (problems.length > 0) {
    throw new pulumi.RunError(
      `stack "${stack}" does not share what a member needs; ${remedy(stack)}:\n` +
        problems.map((problem) => `  - ${problem}`).join("\n"),
    );
  }
  // Every output has just been checked; TypeScript cannot follow it through the table.
  const shared = Object.keys(SHAPES).map((output) => [output, outputs[output]]);
  return Object.fromEntries(shared) as SharedIngress;
}

function unreadable(stack: string, name: string, error: unknown): pulumi.RunError {
  return new pulumi.RunError(
    `stack "${stack}" (${name}) cannot be read; ${remedy(stack)}\n  ${(error as Error).message}`,
  );
}

function remedy(stack: string): string {
  return `bring "${stack}" up first (pulumi up --stack ${stack}), and check that sharedStack names a stack with role primary or edge`;
}

/** @throws RunError if the stack that shares is in another region than the one that reads. */
export function refuseOtherRegion(stack: string, theirs: string, ours: string): void {
  if (theirs === ours) return;
  throw new pulumi.RunError(
    `aws:region is ${ours}, but stack "${stack}" shares a load balancer in ${theirs}; set aws:region to ${theirs}`,
  );
}
