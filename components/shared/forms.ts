/** Forms of identifiers: pattern, and what to use instead, in words. */
export const FORMS = {
  vpcId: [/^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, "a VPC id such as vpc-0123456789abcdef0"],
  securityGroupId: [/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/, "a security group id such as sg-0123456789abcdef0"],
  subnetId: [/^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, "a subnet id such as subnet-0123456789abcdef0"],
  region: [/^[a-z]{2,}(-[a-z]+)+-\d+$/, "a region such as ap-northeast-2"],
  // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
  clusterName: [
    /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/,
    "1 to 100 letters, digits, hyphens and underscores, the first a letter or digit",
  ],
  // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
  dnsLabel: [
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end",
  ],
} as const satisfies Readonly<Record<string, readonly [RegExp, string]>>;
