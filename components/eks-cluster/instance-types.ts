/**
 * EC2 instance types and what limits pods on them: processors and network interfaces.
 *
 * The types are the Nitro ones, without bare metal and those for high-performance computing and very large memory (hpc, u),
 * which managed node groups hardly meet. Figures as of 2026-08 from DescribeInstanceTypes, as published for the VPC CNI
 * plugin (aws/amazon-vpc-cni-k8s, `pkg/vpc/vpc_ip_resource_limit.go`) and for Karpenter. A type with several network cards
 * counts with the interfaces of the first one only, as the plugin uses no other.
 */

export interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  /** Network interfaces that an instance can have. */
  readonly interfaces: number;
  /** IPv4 addresses that one interface can have, its own one included. */
  readonly addressesPerInterface: number;
  readonly architecture: "x86_64" | "arm64";
  /** Which drivers the nodes' image must bring: none, NVIDIA's for GPUs, or those of Inferentia and Trainium. */
  readonly accelerator: "none" | "nvidia" | "neuron";
}

/** Families with equal sizes, and per size: vCPUs, interfaces, IPv4 addresses per interface. */
const FAMILIES: readonly (readonly [families: string, sizes: string])[] = [
  [
    "c5 c5d",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 9xlarge 36 8 30, 12xlarge 48 8 30, 18xlarge 72 15 50, 24xlarge 96 15 50",
  ],
  [
    "c5a c5ad m5 m5a m5ad m5d m5dn m5n r5 r5a r5ad r5b r5d r5dn r5n",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50, 24xlarge 96 15 50",
  ],
  ["c5n", "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 9xlarge 36 8 30, 18xlarge 72 15 50"],
  [
    "c6a m6a r6a",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50, 24xlarge 96 15 50, 32xlarge 128 15 50, 48xlarge 192 15 50",
  ],
  [
    "c6g c6gd c6gn c7g c7gd c7gn m6g m6gd m7g m7gd r6g r6gd r7g r7gd",
    "medium 1 2 4, large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50",
  ],
  [
    "c6i c6id m6i m6id r6i r6id",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50, 24xlarge 96 15 50, 32xlarge 128 15 50",
  ],
  [
    "c6in m6idn m6in r6idn r6in",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50, 24xlarge 96 15 50, 32xlarge 128 8 50",
  ],
  [
    "c7a m7a r7a",
    "medium 1 2 4, large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50, 24xlarge 96 15 50, 32xlarge 128 15 50, 48xlarge 192 15 50",
  ],
  [
    "c7i m7i r7i",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50, 24xlarge 96 15 50, 48xlarge 192 15 50",
  ],
  [
    "c7i-flex m7i-flex",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50",
  ],
  [
    "c8a m8a r8a",
    "medium 1 2 4, large 2 3 20, xlarge 4 4 20, 2xlarge 8 4 40, 4xlarge 16 8 40, 8xlarge 32 10 40, 12xlarge 48 12 64, 16xlarge 64 16 64, 24xlarge 96 16 64, 48xlarge 192 24 64",
  ],
  [
    "c8g c8gd m8g m8gd r8g r8gd",
    "medium 1 2 4, large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50, 24xlarge 96 15 50, 48xlarge 192 15 50",
  ],
  [
    "c8gb c8gn m8gb m8gn r8gb r8gn",
    "medium 1 2 4, large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 10 30, 12xlarge 48 12 30, 16xlarge 64 16 50, 24xlarge 96 24 50, 48xlarge 192 12 50",
  ],
  [
    "c8i c8id m8i m8id r8i r8id",
    "large 2 3 20, xlarge 4 4 30, 2xlarge 8 4 30, 4xlarge 16 8 50, 8xlarge 32 10 50, 12xlarge 48 12 50, 16xlarge 64 16 64, 24xlarge 96 16 64, 32xlarge 128 24 64, 48xlarge 192 24 64, 96xlarge 384 24 64",
  ],
  [
    "c8i-flex m8i-flex r8i-flex",
    "large 2 3 20, xlarge 4 4 30, 2xlarge 8 4 30, 4xlarge 16 8 50, 8xlarge 32 10 50, 12xlarge 48 12 50, 16xlarge 64 16 64",
  ],
  [
    "c8ib c8in m8ib m8idb m8idn m8in r8ib r8idb r8idn r8in",
    "large 2 4 20, xlarge 4 4 30, 2xlarge 8 4 30, 4xlarge 16 8 50, 8xlarge 32 8 50, 12xlarge 48 12 50, 16xlarge 64 16 64, 24xlarge 96 16 64, 32xlarge 128 16 64, 48xlarge 192 24 64, 96xlarge 384 12 64",
  ],
  [
    "c8ine m8ine",
    "large 2 4 20, xlarge 4 4 30, 2xlarge 8 4 30, 4xlarge 16 8 50, 8xlarge 32 8 50, 12xlarge 48 12 50",
  ],
  [
    "c9g c9gd m9g m9gd",
    "medium 1 2 20, large 2 3 20, xlarge 4 4 30, 2xlarge 8 4 30, 4xlarge 16 8 50, 8xlarge 32 10 50, 12xlarge 48 12 50, 16xlarge 64 16 64, 24xlarge 96 24 64, 48xlarge 192 24 64",
  ],
  [
    "m5zn",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 3xlarge 12 8 30, 6xlarge 24 8 30, 12xlarge 48 15 50",
  ],
  [
    "m8azn",
    "medium 1 3 4, large 2 4 20, xlarge 4 4 20, 3xlarge 12 8 40, 6xlarge 24 8 40, 12xlarge 48 16 64, 24xlarge 96 16 64",
  ],
  [
    "r7iz",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50, 32xlarge 128 15 50",
  ],
  [
    "t3 t4g",
    "nano 2 2 2, micro 2 2 2, small 2 3 4, medium 2 3 6, large 2 3 12, xlarge 4 4 15, 2xlarge 8 4 15",
  ],
  ["t3a", "nano 2 2 2, micro 2 2 2, small 2 2 4, medium 2 3 6, large 2 3 12, xlarge 4 4 15, 2xlarge 8 4 15"],
  // Storage, large memory, accelerators.
  ["a1", "medium 1 2 4, large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30"],
  ["d3", "xlarge 4 4 3, 2xlarge 8 4 5, 4xlarge 16 4 10, 8xlarge 32 3 20"],
  [
    "d3en",
    "xlarge 4 4 3, 2xlarge 8 4 5, 4xlarge 16 4 10, 6xlarge 24 4 15, 8xlarge 32 4 20, 12xlarge 48 3 30",
  ],
  ["dl1 dl2q p3dn p4d p4de", "24xlarge 96 15 50"],
  ["f2", "6xlarge 24 8 30, 12xlarge 48 8 30, 48xlarge 192 15 50"],
  ["g4ad", "xlarge 4 2 4, 2xlarge 8 2 4, 4xlarge 16 3 10, 8xlarge 32 4 15, 16xlarge 64 8 30"],
  [
    "g4dn",
    "xlarge 4 3 10, 2xlarge 8 3 10, 4xlarge 16 3 10, 8xlarge 32 4 15, 12xlarge 48 8 30, 16xlarge 64 4 15",
  ],
  [
    "g5",
    "xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 15 50, 16xlarge 64 8 30, 24xlarge 96 15 50, 48xlarge 192 7 50",
  ],
  ["g5g", "xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 16xlarge 64 15 50"],
  [
    "g6",
    "xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50, 24xlarge 96 15 50, 48xlarge 192 15 50",
  ],
  [
    "g6e",
    "xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 10 30, 16xlarge 64 15 50, 24xlarge 96 10 50, 48xlarge 192 10 50",
  ],
  ["g6f", "large 2 2 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30"],
  [
    "g7",
    "2xlarge 8 4 64, 4xlarge 16 8 64, 8xlarge 32 10 64, 12xlarge 48 12 64, 24xlarge 96 24 64, 48xlarge 192 12 64",
  ],
  [
    "g7e",
    "2xlarge 8 4 64, 4xlarge 16 8 64, 8xlarge 32 8 64, 12xlarge 48 10 64, 24xlarge 96 10 64, 48xlarge 192 10 64",
  ],
  ["gr6", "4xlarge 16 8 30, 8xlarge 32 8 30"],
  ["gr6f", "4xlarge 16 8 30"],
  [
    "i3en",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 3xlarge 12 4 15, 6xlarge 24 8 30, 12xlarge 48 8 30, 24xlarge 96 15 50",
  ],
  [
    "i4g im4gn",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 16xlarge 64 15 50",
  ],
  [
    "i4i",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50, 24xlarge 96 15 30, 32xlarge 128 15 50",
  ],
  [
    "i7i i8g",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50, 24xlarge 96 15 50, 48xlarge 192 15 50",
  ],
  [
    "i7ie",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 3xlarge 12 4 15, 6xlarge 24 8 30, 12xlarge 48 8 50, 18xlarge 72 15 50, 24xlarge 96 15 50, 48xlarge 192 15 50",
  ],
  [
    "i8ge",
    "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 3xlarge 12 6 30, 6xlarge 24 10 30, 12xlarge 48 12 30, 18xlarge 72 16 50, 24xlarge 96 16 50, 48xlarge 192 24 50",
  ],
  ["inf1", "xlarge 4 4 10, 2xlarge 8 4 10, 6xlarge 24 8 30, 24xlarge 96 11 30"],
  ["inf2", "xlarge 4 4 15, 8xlarge 32 8 30, 24xlarge 96 15 50, 48xlarge 192 15 50"],
  ["is4gen", "medium 1 2 4, large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30"],
  ["p5", "4xlarge 16 4 30, 48xlarge 192 2 50"],
  ["p5e", "48xlarge 192 2 50"],
  ["p5en p6-b200 p6-b300", "48xlarge 192 4 50"],
  ["trn1", "2xlarge 8 4 15, 32xlarge 128 5 50"],
  ["trn1n", "32xlarge 128 5 50"],
  ["trn2", "3xlarge 12 2 15, 48xlarge 192 2 50"],
  ["vt1", "3xlarge 12 4 15, 6xlarge 24 8 30, 24xlarge 96 15 50"],
  [
    "x2gd",
    "medium 1 2 4, large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50",
  ],
  ["x2idn", "16xlarge 64 15 50, 24xlarge 96 15 50, 32xlarge 128 15 50"],
  [
    "x2iedn",
    "xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 16xlarge 64 15 50, 24xlarge 96 15 50, 32xlarge 128 15 50",
  ],
  ["x2iezn", "2xlarge 8 4 15, 4xlarge 16 8 30, 6xlarge 24 8 30, 8xlarge 32 8 30, 12xlarge 48 15 50"],
  [
    "x8aedz",
    "large 2 4 20, xlarge 4 4 20, 3xlarge 12 8 40, 6xlarge 24 8 40, 12xlarge 48 16 64, 24xlarge 96 16 64",
  ],
  [
    "x8g",
    "medium 1 2 4, large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 4xlarge 16 8 30, 8xlarge 32 8 30, 12xlarge 48 8 30, 16xlarge 64 15 50, 24xlarge 96 15 50, 48xlarge 192 15 50",
  ],
  [
    "x8i",
    "large 2 3 20, xlarge 4 4 30, 2xlarge 8 4 30, 4xlarge 16 8 50, 8xlarge 32 10 50, 12xlarge 48 12 50, 16xlarge 64 16 64, 24xlarge 96 16 64, 32xlarge 128 24 64, 48xlarge 192 24 64, 64xlarge 256 24 64, 96xlarge 384 24 64",
  ],
  ["z1d", "large 2 3 10, xlarge 4 4 15, 2xlarge 8 4 15, 3xlarge 12 8 30, 6xlarge 24 8 30, 12xlarge 48 15 50"],
];

/** Processors of AWS's own make: `a1`, and a `g` after the generation: `m7g`, `c7gn`, `im4gn`, `is4gen`. */
const GRAVITON = /^(a1$|[a-z]+\d+g)/;

/** Families with GPUs of NVIDIA (`g4ad` has others), and with AWS's own accelerators. */
const NVIDIA = /^(g(?!4ad)|p)/;
const NEURON = /^(inf|trn)/;

const instanceTypes: ReadonlyMap<string, InstanceType> = new Map(
  FAMILIES.flatMap(([families, sizes]) =>
    families.split(" ").flatMap((family) => sizes.split(", ").map((size) => instanceType(family, size))),
  ).map((type) => [type.name, type]),
);

function instanceType(family: string, limits: string): InstanceType {
  const [size, ...numbers] = limits.split(" ");
  const [vcpus, interfaces, addressesPerInterface] = numbers.map(Number);
  return {
    name: `${family}.${size}`,
    vcpus: vcpus!,
    interfaces: interfaces!,
    addressesPerInterface: addressesPerInterface!,
    architecture: GRAVITON.test(family) ? "arm64" : "x86_64",
    accelerator: NVIDIA.test(family) ? "nvidia" : NEURON.test(family) ? "neuron" : "none",
  };
}

/** The type of that name, or undefined if it is not in the table. */
export function findInstanceType(name: string): InstanceType | undefined {
  return instanceTypes.get(name);
}

/** Names of all types in the table. */
export function instanceTypeNames(): Iterable<string> {
  return instanceTypes.keys();
}
