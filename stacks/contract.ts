import * as pulumi from "@pulumi/pulumi";

/** What a stack that owns the shared load balancer hands over to those that join it: plain ids, nothing secret. */
export interface SharedIngress {
  /** Region of everything shared; a member must be in the same one. */
  readonly region: pulumi.Output<string>;
  readonly vpcId: pulumi.Output<string>;
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Empty when the VPC has none. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Blocks of the public subnets, in the order of their ids: a member whose pods cannot fit is refused. */
  readonly publicSubnetCidrBlocks: pulumi.Output<string[]>;
  /** Blocks of the private subnets, in the order of their ids. */
  readonly privateSubnetCidrBlocks: pulumi.Output<string[]>;
  readonly targetGroupArn: pulumi.Output<string>;
  /** Security group from which the load balancer reaches pods of every cluster. */
  readonly backendSecurityGroupId: pulumi.Output<string>;
  /** IAM policy of the load balancer controller, one for all clusters. */
  readonly lbcPolicyArn: pulumi.Output<string>;
  /** IAM policy that members attach, so that what is shared is not destroyed before them. */
  readonly deletionGuardArn: pulumi.Output<string>;
  readonly loadBalancerDnsName: pulumi.Output<string>;
  readonly loadBalancerArn: pulumi.Output<string>;
}

/** What the value of one output must look like. */
interface Shape<T> {
  readonly expected: string;
  accepts(value: unknown): value is T;
}

/** Every output of {@link SharedIngress} with its shape: what one side exports, the other side checks. */
const SHAPES = {
  region: text(/^[a-z]{2,}(-[a-z]+)+-\d+$/, "a region such as ap-northeast-2"),
  vpcId: text(/^vpc-[0-9a-f]+$/, "a VPC id"),
  publicSubnetIds: list(/^subnet-[0-9a-f]+$/, "a list of subnet ids"),
  privateSubnetIds: list(/^subnet-[0-9a-f]+$/, "a list of subnet ids"),
  publicSubnetCidrBlocks: list(/^[0-9.]+\/\d+$/, "a list of IPv4 blocks"),
  privateSubnetCidrBlocks: list(/^[0-9.]+\/\d+$/, "a list of IPv4 blocks"),
  targetGroupArn: text(
    /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:targetgroup\/.+$/,
    "the ARN of a target group",
  ),
  backendSecurityGroupId: text(/^sg-[0-9a-f]+$/, "a security group id"),
  lbcPolicyArn: text(/^arn:[^:]+:iam::\d{12}:policy\/.+$/, "the ARN of an IAM policy"),
  deletionGuardArn: text(/^arn:[^:]+:iam::\d{12}:policy\/.+$/, "the ARN of an IAM policy"),
  loadBalancerDnsName: text(/^[a-z0-9.-]+$/, "a DNS name"),
  loadBalancerArn: text(
    /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:loadbalancer\/.+$/,
    "the ARN of a load balancer",
  ),
} as const satisfies {
  readonly [Output in keyof SharedIngress]: Shape<pulumi.Unwrap<SharedIngress[Output]>>;
};

/**
 * Reads what another stack shares.
 *
 * Each value is checked when it is used: a stack that does not exist, was not brought up yet, has another role or an
 * output of another form ends the update in an error that says so.
 *
 * @param stack name of the stack, `cluster1` or `organization/project/cluster1`.
 * @param region region of the stack that reads: a target group takes targets of its own region only.
 */
export function readSharedIngress(stack: string, region: string): SharedIngress {
  const reference = new pulumi.StackReference("shared", { name: qualifiedName(stack) });
  const read = <Output extends keyof SharedIngress>(output: Output): SharedIngress[Output] => {
    const checked = reference.getOutput(output).apply((value: unknown) => acceptOutput(stack, output, value));
    // The shape has just been checked; TypeScript cannot follow it through the table.
    return checked as SharedIngress[Output];
  };
  return {
    region: read("region"),
    // Everything of the member hangs on the VPC, so nothing is made in a wrong region.
    vpcId: pulumi.all([read("vpcId"), read("region")]).apply(([vpcId, theirs]) => {
      refuseOtherRegion(stack, theirs, region);
      return vpcId;
    }),
    publicSubnetIds: read("publicSubnetIds"),
    privateSubnetIds: read("privateSubnetIds"),
    publicSubnetCidrBlocks: read("publicSubnetCidrBlocks"),
    privateSubnetCidrBlocks: read("privateSubnetCidrBlocks"),
    targetGroupArn: read("targetGroupArn"),
    backendSecurityGroupId: read("backendSecurityGroupId"),
    lbcPolicyArn: read("lbcPolicyArn"),
    deletionGuardArn: read("deletionGuardArn"),
    loadBalancerDnsName: read("loadBalancerDnsName"),
    loadBalancerArn: read("loadBalancerArn"),
  };
}

/** The engine wants organization and project, unless the backend has neither. */
function qualifiedName(stack: string): string {
  return stack.includes("/") ? stack : `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
}

/**
 * An output of another stack, if it has the shape that it must have.
 *
 * @throws RunError that names stack, output and remedy.
 */
export function acceptOutput(stack: string, output: keyof SharedIngress, value: unknown): unknown {
  const { accepts, expected }: Shape<unknown> = SHAPES[output];
  if (accepts(value)) return value;
  const found = value === undefined ? "is missing" : `is ${JSON.stringify(value)}`;
  throw new pulumi.RunError(
    `stack "${stack}": output ${output} ${found}, but must be ${expected}; ` +
      `bring "${stack}" up first (pulumi up --stack ${stack}), and check that sharedStack names the stack with role primary`,
  );
}

/** @throws RunError if the stack that shares is in another region than the one that reads. */
export function refuseOtherRegion(stack: string, theirs: string, ours: string): void {
  if (theirs === ours) return;
  throw new pulumi.RunError(
    `aws:region is ${ours}, but stack "${stack}" shares a load balancer in ${theirs}; set aws:region to ${theirs}`,
  );
}

function text(pattern: RegExp, expected: string): Shape<string> {
  return { expected, accepts: (value): value is string => typeof value === "string" && pattern.test(value) };
}

function list(pattern: RegExp, expected: string): Shape<string[]> {
  return {
    expected,
    accepts: (value): value is string[] =>
      Array.isArray(value) && value.every((item) => typeof item === "string" && pattern.test(item)),
  };
}
