/** How an identifier must look: the pattern, and in words what to use. */
export type Form = readonly [pattern: RegExp, expected: string];

/** Forms of identifiers, ARNs among them. */
export const FORMS = {
  vpcId: [/^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, "a VPC id such as vpc-0123456789abcdef0"],
  securityGroupId: [/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/, "a security group id such as sg-0123456789abcdef0"],
  subnetId: [/^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, "a subnet id such as subnet-0123456789abcdef0"],
  allocationId: [
    /^eipalloc-([0-9a-f]{8}|[0-9a-f]{17})$/,
    "the id of an elastic address such as eipalloc-0123456789abcdef0",
  ],
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
  // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
  objectName: [
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
    "1 to 253 lower-case letters, digits, hyphens and dots, the first and the last a letter or digit",
  ],
  // https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
  labelKey: [
    /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
    "a Kubernetes label key",
  ],
  labelValue: [
    /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/,
    "up to 63 letters, digits, hyphens, underscores and dots",
  ],
  // Registry, path, tag and digest are left to the registry: https://github.com/distribution/reference
  image: [/^[a-z0-9][\w.:/@-]*$/, "the name of an image such as registry.example.com/nginx:1.31"],
  imageRepository: [
    /^[a-z0-9][\w.-]*(:\d+)?(\/[\w.-]+)+$/,
    "the name of a repository without a tag, such as registry.example.com/eks/controller",
  ],
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
  policyName: [/^[\w+=,.@-]{1,128}$/, "1 to 128 letters, digits and any of _ + = , . @ -"],
  policyArn: [/^arn:[a-z-]+:iam::/, "the ARN of an IAM policy"],
  principalArn: [/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/, "the ARN of an IAM role or user"],
  vpcArn: [/^arn:[a-z-]+:ec2:.*:vpc\/vpc-/, "the ARN of a VPC"],
  targetGroupArn: [
    /^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:targetgroup\/[^/]+\/[0-9a-f]{16}$/,
    "the ARN of a target group",
  ],
  listenerArn: [
    /^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:listener\/app\/[^/]+\/[0-9a-f]{16}\/[0-9a-f]{16}$/,
    "the ARN of a listener of an Application Load Balancer",
  ],
  webAclArn: [
    /^arn:[a-z-]+:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\//,
    "the ARN of a regional WAFv2 web ACL",
  ],
  trustStoreArn: [
    /^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:truststore\/[^/]+\/[0-9a-f]{16}$/,
    "the ARN of a trust store of Elastic Load Balancing",
  ],
  hostedZoneId: [/^Z[A-Z0-9]{1,31}$/, "the id of a hosted zone such as Z0123456789ABCDEFGHIJ"],
  zoneName: [
    /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "the name of a hosted zone in lower case, such as example.com",
  ],
  // https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
  domainName: [
    /^(?=.{1,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "a domain name in lower case such as www.example.com or *.example.com",
  ],
  chartRepository: [
    /^(https:\/\/[^\s/]+(\/[^\s]*)?|oci:\/\/[^\s/]+(\/[^\s/]+)*)$/,
    "the address of a chart repository, https://..., or a folder of a registry, oci://...",
  ],
  // https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN
  keyArn: [
    /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/(mrk-)?[0-9a-f-]{32,36}$/,
    "the ARN of a KMS key, not that of an alias",
  ],
  topicArn: [/^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/, "the ARN of a topic of Amazon SNS"],
  certificateArn: [/^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\//, "the ARN of an ACM certificate"],
} as const satisfies Readonly<Record<string, Form>>;
