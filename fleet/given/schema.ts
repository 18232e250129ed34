import { z } from "zod";
import { FORMS } from "../../components/shared/forms.ts";
import { BUCKET_NAME } from "../../components/shared/load-balancer/log-place.ts";
import { imageNames } from "../../sim/services.ts";
import { ADJUSTABLE_QUOTAS, type AdjustableQuota } from "../../sim/aws/elbv2/quotas.ts";

/** A text of a known form; the message says what to use instead. */
function form([pattern, expected]: readonly [RegExp, string]) {
  return z.string().regex(pattern, `use ${expected}`);
}

/** A part of an account that the simulated cloud does not have. */
function notSimulated(why: string) {
  return z
    .unknown()
    .refine((value) => value === undefined, `${why}; leave it out`)
    .optional();
}

const tags = z.record(z.string(), z.string()).optional();

const subnet = z.strictObject({
  id: form(FORMS.subnetId),
  cidrBlock: z.string(),
  /** Name of the zone, e.g. `ap-northeast-2a`. */
  availabilityZone: z.string(),
  /** Where traffic to the internet goes: by the VPC's internet gateway, its NAT gateway, or nowhere. */
  route: z.enum(["internet-gateway", "nat-gateway", "none"]).default("none"),
  mapPublicIpOnLaunch: z.boolean().default(false),
  tags,
});

const vpc = z.strictObject({
  id: form(FORMS.vpcId),
  cidrBlock: z.string(),
  /** Blocks that were added to it later, for subnets of pods for example. */
  secondaryCidrBlocks: z.array(z.string()).default([]),
  /** Nodes register with their cluster under DNS names. */
  enableDnsHostnames: z.boolean().default(true),
  tags,
  subnets: z.array(subnet).default([]),
  /** Services that the subnets without a way to the internet reach by endpoints of the VPC: `sts`, or `s3`, a gateway. */
  endpoints: z.array(z.string()).default([]),
});

const keyPair = z.strictObject({
  name: z.string(),
  /** In OpenSSH's format. Nobody logs in here, so that any will do. */
  publicKey: z
    .string()
    .default("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
});

const elasticAddress = z.strictObject({ id: form(FORMS.allocationId) });

const principal = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
    "use the ARN of an IAM role or user such as arn:aws:iam::123456789012:role/developers",
  );

const hostedZone = z.strictObject({
  /** Default: one is made up. */
  id: form(FORMS.hostedZoneId).optional(),
  name: form(FORMS.zoneName),
  /** VPCs that a private zone answers. Default: it is public. */
  vpcIds: z.array(form(FORMS.vpcId)).min(1, "name at least one VPC, or leave it out").optional(),
  /** Whether the domain above names this zone's name servers. */
  delegated: z.boolean().default(true),
});

const image = z.strictObject({
  /** A repository without a tag, such as one of the account's own registry. */
  repository: z.string(),
  /** The repository that it was copied from: one whose images the simulated cloud knows. */
  copyOf: z.enum(imageNames.filter((name) => name.includes("."))),
});

/** Has the charts that the simulated cloud knows. */
const chartRepository = z.strictObject({
  url: form(FORMS.chartRepository),
  /** What it asks for. Default: nothing. */
  username: z.string().optional(),
  password: z.string().optional(),
});

const kmsKey = z.strictObject({
  id: z.string().regex(/^(mrk-)?[0-9a-f-]{32,36}$/, "use the id of a KMS key, the end of its ARN"),
  enabled: z.boolean().default(true),
  /** Key policy. Default: policies of IAM decide, which of no service-linked role are yours to change. */
  policy: z.record(z.string(), z.unknown()).optional(),
});

const bucket = z.strictObject({
  name: form(BUCKET_NAME),
  /** Document of its policy. Default: load balancers of the account may write their logs. */
  policy: z.record(z.string(), z.unknown()).optional(),
});

const topic = z.strictObject({
  name: z.string().regex(/^[\w-]{1,256}$/, "use up to 256 letters, digits, hyphens and underscores"),
  /** Document of its policy. Default: alarms of the account may publish. */
  policy: z.record(z.string(), z.unknown()).optional(),
});

/** At least what every account has: AWS takes nothing away. */
const quotas = z.strictObject(
  Object.fromEntries(
    Object.entries(ADJUSTABLE_QUOTAS).map(([name, value]) => [
      name,
      z.int().min(value, `use ${value}, which every account has, or more`).optional(),
    ]),
  ) as Record<AdjustableQuota, z.ZodOptional<z.ZodInt>>,
);

/** What is in the account before any stack is brought up: the form of a `--given` file. */
export const givenSchema = z.strictObject({
  /** Twelve digits, in quotes. Default: the account of the stacks' `aws:allowedAccountIds`, or 123456789012. */
  accountId: z
    .string()
    .regex(/^\d{12}$/, "use the account's twelve digits, in quotes")
    .optional(),
  vpcs: z.array(vpc).default([]),
  keyPairs: z.array(keyPair).default([]),
  elasticAddresses: z.array(elasticAddress).default([]),
  /** Roles are made; users of the account are taken to be there anyway. */
  principals: z.array(principal).default([]),
  /** What AWS granted beyond the quotas of Elastic Load Balancing that every account has. */
  quotas: quotas.prefault({}),
  certificates: notSimulated(
    "the simulated cloud takes every certificate of the account and region for issued",
  ),
  hostedZones: z.array(hostedZone).default([]),
  buckets: z.array(bucket).default([]),
  topics: z.array(topic).default([]),
  kmsKeys: z.array(kmsKey).default([]),
  images: z.array(image).default([]),
  chartRepositories: z.array(chartRepository).default([]),
});

export type Given = z.output<typeof givenSchema>;
