/**
 * Instance types that the simulated cloud knows, with what limits pods: processors, memory, network interfaces and
 * addresses.
 *
 * From DescribeInstanceTypes; the interface limits are also at
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html
 */
import { AwsError, NotSimulated } from "../../core/errors.ts";

/** One size of one family. */
export interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  /** Network interfaces per instance. */
  readonly maxInterfaces: number;
  /** IPv4 addresses, or /28 prefixes in their place, per network interface. */
  readonly addressesPerInterface: number;
  readonly architecture: "x86_64" | "arm64";
}

type Limits = readonly [vcpus: number, maxInterfaces: number, addressesPerInterface: number];

/** Sizes of the families that are not burstable: equal in each family that has them. */
const SIZES = {
  medium: [1, 2, 4],
  large: [2, 3, 10],
  xlarge: [4, 4, 15],
  "2xlarge": [8, 4, 15],
  "4xlarge": [16, 8, 30],
  "8xlarge": [32, 8, 30],
  "9xlarge": [36, 8, 30],
  "12xlarge": [48, 8, 30],
  "16xlarge": [64, 15, 50],
  "18xlarge": [72, 15, 50],
  "24xlarge": [96, 15, 50],
  "32xlarge": [128, 15, 50],
  "48xlarge": [192, 15, 50],
} as const satisfies Record<string, Limits>;

type Size = keyof typeof SIZES;

const UP_TO_4: readonly Size[] = ["large", "xlarge", "2xlarge", "4xlarge"];
const INTEL_5: readonly Size[] = [...UP_TO_4, "8xlarge", "12xlarge", "16xlarge", "24xlarge"];
const INTEL_6: readonly Size[] = [...INTEL_5, "32xlarge"];
const INTEL_7: readonly Size[] = [...INTEL_5, "48xlarge"];
const GRAVITON: readonly Size[] = ["medium", ...UP_TO_4, "8xlarge", "12xlarge", "16xlarge"];
const GRAVITON_4: readonly Size[] = [...GRAVITON, "24xlarge", "48xlarge"];
const COMPUTE_5: readonly Size[] = [...UP_TO_4, "9xlarge", "12xlarge", "18xlarge", "24xlarge"];

const FAMILIES: Readonly<Record<string, { readonly mibPerVcpu: number; readonly sizes: readonly Size[] }>> = {
  m5: { mibPerVcpu: 4096, sizes: INTEL_5 },
  m6i: { mibPerVcpu: 4096, sizes: INTEL_6 },
  m7i: { mibPerVcpu: 4096, sizes: INTEL_7 },
  c5: { mibPerVcpu: 2048, sizes: COMPUTE_5 },
  c6i: { mibPerVcpu: 2048, sizes: INTEL_6 },
  c7i: { mibPerVcpu: 2048, sizes: INTEL_7 },
  r5: { mibPerVcpu: 8192, sizes: INTEL_5 },
  r6i: { mibPerVcpu: 8192, sizes: INTEL_6 },
  m6g: { mibPerVcpu: 4096, sizes: GRAVITON },
  m7g: { mibPerVcpu: 4096, sizes: GRAVITON },
  m8g: { mibPerVcpu: 4096, sizes: GRAVITON_4 },
  c6g: { mibPerVcpu: 2048, sizes: GRAVITON },
  c7g: { mibPerVcpu: 2048, sizes: GRAVITON },
  c8g: { mibPerVcpu: 2048, sizes: GRAVITON_4 },
  r6g: { mibPerVcpu: 8192, sizes: GRAVITON },
  r7g: { mibPerVcpu: 8192, sizes: GRAVITON },
  r8g: { mibPerVcpu: 8192, sizes: GRAVITON_4 },
};

type BurstableRow = readonly [name: string, memoryMiB: number, ...limits: Limits];

/** `t4g` is as `t3`; `t3a` too, except that its small size has one interface less. */
const BURSTABLE: readonly BurstableRow[] = [
  ["t3.nano", 512, 2, 2, 2],
  ["t3.micro", 1024, 2, 2, 2],
  ["t3.small", 2048, 2, 3, 4],
  ["t3.medium", 4096, 2, 3, 6],
  ["t3.large", 8192, 2, 3, 12],
  ["t3.xlarge", 16_384, 4, 4, 15],
  ["t3.2xlarge", 32_768, 8, 4, 15],
  ["t3a.nano", 512, 2, 2, 2],
  ["t3a.micro", 1024, 2, 2, 2],
  ["t3a.small", 2048, 2, 2, 4],
  ["t3a.medium", 4096, 2, 3, 6],
  ["t3a.large", 8192, 2, 3, 12],
  ["t3a.xlarge", 16_384, 4, 4, 15],
  ["t3a.2xlarge", 32_768, 8, 4, 15],
  ["t4g.nano", 512, 2, 2, 2],
  ["t4g.micro", 1024, 2, 2, 2],
  ["t4g.small", 2048, 2, 3, 4],
  ["t4g.medium", 4096, 2, 3, 6],
  ["t4g.large", 8192, 2, 3, 12],
  ["t4g.xlarge", 16_384, 4, 4, 15],
  ["t4g.2xlarge", 32_768, 8, 4, 15],
];

/** Processors of AWS's own make have a `g` after the generation. */
const ARM = /^[a-z]+\d+g/;

const TYPES: ReadonlyMap<string, InstanceType> = new Map(
  [
    ...BURSTABLE.map(([name, memoryMiB, ...limits]) => instanceType(name, memoryMiB, limits)),
    ...Object.entries(FAMILIES).flatMap(([family, { mibPerVcpu, sizes }]) =>
      sizes.map((size) => instanceType(`${family}.${size}`, mibPerVcpu * SIZES[size][0], SIZES[size])),
    ),
  ].map((type) => [type.name, type]),
);

const KNOWN_FAMILIES = new Set([...TYPES.keys()].map(familyOf));

/** The type with this name. @throws AwsError InvalidInstanceType; NotSimulated for one of a family not known here. */
export function getInstanceType(name: string): InstanceType {
  const type = findInstanceType(name);
  if (type === undefined) {
    throw new AwsError(
      "InvalidInstanceType",
      `The following supplied instance types do not exist: [${name}]`,
    );
  }
  return type;
}

/** The type with this name, or undefined if AWS has none. @throws NotSimulated for one of a family not known here. */
export function findInstanceType(name: string): InstanceType | undefined {
  if (/^[a-z][a-z0-9-]+\.[a-z0-9-]+$/.test(name) && !KNOWN_FAMILIES.has(familyOf(name))) {
    throw new NotSimulated(`EC2 instance type ${name}`);
  }
  return TYPES.get(name);
}

/** Every type that is known. */
export function allInstanceTypes(): InstanceType[] {
  return [...TYPES.values()];
}

/** `t3` of `t3.medium`. */
function familyOf(name: string): string {
  return name.slice(0, name.indexOf("."));
}

function instanceType(name: string, memoryMiB: number, limits: Limits): InstanceType {
  const [vcpus, maxInterfaces, addressesPerInterface] = limits;
  const architecture = ARM.test(name) ? "arm64" : "x86_64";
  return { name, vcpus, memoryMiB, maxInterfaces, addressesPerInterface, architecture };
}
