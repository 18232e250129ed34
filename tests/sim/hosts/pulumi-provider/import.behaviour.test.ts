/** Objects are read by the ids that the providers' documentation gives for imports, with nothing known of them. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LocalSession } from "../../../../fleet/local/session.ts";
import { addHostedZone } from "../../../../sim/aws/route53/operations.ts";
import { resourceType, simulated } from "../../../../sim/catalog.ts";
import type { Properties, ProviderConfig } from "../../../../sim/core/resource-type.ts";
import { ServedPackages } from "./support.ts";

/** A resource as an engine has it in its state. */
interface Known {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly provider: ProviderConfig;
}

const REPOSITORY = fileURLToPath(new URL("../../../..", import.meta.url));
const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUsNtH3H0k2WXYVwgJkn4QqGzQh3gYc3xmUIYJGTwRu";
const CERTIFICATES = ["1", "2"].map(
  (digit) =>
    `arn:aws:acm:ap-northeast-2:123456789012:certificate/${digit.repeat(8)}-0000-0000-0000-000000000000`,
);

/** Types whose id in an import is not the resource's own. */
const IMPORT_IDS: Readonly<Record<string, (known: Known) => string>> = {
  "aws:ec2/route:Route": ({ inputs }) => joined("_", inputs, "routeTableId", "destinationCidrBlock"),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ({ inputs }) =>
    joined("/", inputs, "subnetId", "routeTableId"),
  "aws:ec2/securityGroupRule:SecurityGroupRule": ({ inputs }) =>
    `${joined("_", inputs, "securityGroupId", "type", "protocol", "fromPort", "toPort")}_self`,
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": ({ inputs }) =>
    joined(",", inputs, "targetGroupArn", "targetId", "port"),
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": ({ id, inputs }) =>
    `${joined("", inputs, "clusterName")},${id}`,
  "aws:wafv2/ipSet:IpSet": ({ id, inputs }) => `${id}/${joined("/", inputs, "name", "scope")}`,
  "aws:wafv2/webAcl:WebAcl": ({ id, inputs }) => `${id}/${joined("/", inputs, "name", "scope")}`,
};

/** Targets have no id of their own: after an import they are called what they were imported by. */
const ATTACHMENT = /targetGroupAttachment/;

describe("imports of everything that the stacks make, and of the other types of AWS", () => {
  let served: ServedPackages;
  let webAclArn: string;
  let made: Known[];
  let known: Known[];

  beforeAll(async () => {
    const session = await LocalSession.open({ projectDirectory: REPOSITORY });
    for (const stack of session.stacks) expect((await session.up(stack)).succeeded).toBe(true);
    served = await ServedPackages.serve(session.cloud);
    const { Summary } = session.cloud.call(session.cloud.administrator, "wafv2", "CreateWebACL", {
      ...{ Name: "web", Scope: "REGIONAL", DefaultAction: {}, VisibilityConfig: {} },
    });
    webAclArn = Summary.ARN;
    made = session.stacks
      .flatMap(({ stack }) => session.host.resources(stack))
      .filter(({ type }) => /^(aws|kubernetes):/.test(type));
    known = [...made, ...(await makeOthers())];
  });
  afterAll(async () => {
    await served.close();
  });

  it("are possible for every type of AWS that is simulated", () => {
    // A validation is nothing in AWS that could be imported.
    const types = simulated().resources.filter((token) =>
      /^aws:(?!alb\/|acm\/certificateValidation)/.test(token),
    );
    const covered = new Set(known.map(({ type }) => type));
    expect(types.filter((type) => !covered.has(type))).toEqual([]);
  });

  it("find the object under its own id, with inputs that are right and no change to it", async () => {
    const wrong: unknown[] = [];
    for (const one of known.filter(({ type }) => !isPatch(type))) {
      const { id, inputs } = (await read(one)) ?? {};
      const { failures } = await served.check(one.type, inputs ?? {});
      const { changed } = await served.diff(one.type, one.id, inputs ?? {}, inputs ?? {});
      const isFound = id === one.id || (id !== undefined && ATTACHMENT.test(one.type));
      if (!isFound || failures.length > 0 || changed.length > 0) wrong.push({ one, id, failures, changed });
    }
    expect(wrong).toEqual([]);
  });

  it("differ from what the programs of the stacks say in made-up names, and in what AWS never tells", async () => {
    const differences = new Set<string>();
    for (const one of made.filter(({ type }) => type.startsWith("aws:"))) {
      const { paths, replaces } = await served.diff(one.type, one.id, (await read(one))!.inputs, one.inputs);
      const type = one.type.split(":").at(-1)!;
      for (const path of paths)
        differences.add(`${type}.${path}${replaces.includes(path) ? " replaces" : ""}`);
    }
    expect([...differences].sort()).toEqual([
      "Addon.resolveConflictsOnCreate",
      "Addon.resolveConflictsOnUpdate",
      "LaunchTemplate.name replaces",
      "LaunchTemplate.updateDefaultVersion",
      "NodeGroup.nodeGroupName replaces",
      "Policy.name replaces",
      "Role.name replaces",
      "SecurityGroup.name replaces",
    ]);
  });

  it("know of a custom resource no more than its name, as the provider", async () => {
    const binding = known.find(({ type }) => type.endsWith(":TargetGroupBinding"))!;
    expect((await read(binding))?.inputs).toEqual({
      apiVersion: "elbv2.k8s.aws/v1beta1",
      kind: "TargetGroupBinding",
      metadata: { name: "service-2048", namespace: "game-2048" },
    });
  });

  it("take a Kubernetes object as it is, without what the server alone writes", async () => {
    const { metadata, spec } = (await read(known.find(({ type }) => type.endsWith(":Deployment"))!))!
      .inputs as {
      metadata: Properties;
      spec: Properties;
    };
    expect(Object.keys(metadata).sort()).toEqual(["annotations", "labels", "name", "namespace"]);
    expect(Object.keys(metadata["annotations"] as object)).not.toContain("deployment.kubernetes.io/revision");
    expect(spec).toMatchObject({ replicas: 2, progressDeadlineSeconds: 600, revisionHistoryLimit: 10 });
  });

  it("know the chart of a release, its version and values, but not its repository", async () => {
    const release = known.find(({ type }) => type.endsWith(":Release"))!;
    expect((await read(release))?.inputs).toEqual({
      chart: "aws-load-balancer-controller",
      name: "aws-load-balancer-controller",
      namespace: "kube-system",
      timeout: 300,
      values: release.inputs["values"],
      version: release.inputs["version"],
    });
  });

  it("are not simulated for patches", async () => {
    const patch = known.find(({ type }) => isPatch(type))!;
    await expect(read(patch)).rejects.toThrow(`NotSimulated: ${patch.type} (import)`);
  });

  it.each([
    ["aws:ec2/vpc:Vpc", "vpc-1"],
    ["aws:ec2/route:Route", "rtb-1_0.0.0.0/0"],
    ["aws:eks/cluster:Cluster", "other"],
    ["aws:eks/nodeGroup:NodeGroup", "myeks:other"],
    ["aws:eks/podIdentityAssociation:PodIdentityAssociation", "myeks,a-1"],
    ["aws:iam/role:Role", "other"],
    ["aws:wafv2/webAcl:WebAcl", "a-1/other/REGIONAL"],
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "other/arn:aws:iam::aws:policy/ReadOnlyAccess"],
    ["kubernetes:core/v1:Service", "game-2048/other"],
    ["kubernetes:helm.sh/v3:Release", "kube-system/other"],
  ])("find no %s %s", async (type, id) => {
    expect(await served.read(type, id)).toBeUndefined();
  });

  it.each([
    ["aws:ec2/route:Route", "r-1", 'unexpected format of ID ("r-1"), expected ROUTETABLEID_DESTINATION'],
    [
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      "rtbassoc-1",
      "Unexpected format for import: rtbassoc-1. Use 'subnet ID/route table ID' or 'gateway ID/route table ID",
    ],
    [
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      "subnet-1/rtb-1",
      "The routeTable ID 'rtb-1' does not exist",
    ],
    [
      "aws:eks/podIdentityAssociation:PodIdentityAssociation",
      "a-1",
      "wrong format of import ID (a-1), use: 'cluster-name,association-id'",
    ],
    ["aws:wafv2/ipSet:IpSet", "a-1", 'Unexpected format of ID ("a-1"), expected ID/NAME/SCOPE'],
    [
      "aws:lb/targetGroupAttachment:TargetGroupAttachment",
      "arn:1",
      "NotSimulated: aws:lb/targetGroupAttachment:TargetGroupAttachment (import of arn:1)",
    ],
  ])("refuse the %s %s in the provider's words", async (type, id, message) => {
    await expect(served.read(type, id)).rejects.toThrow(message);
  });

  it("have the names of their inputs in the schemas of the packages", async () => {
    const written = simulated().resources.filter((token) => resourceType(token).inputNames !== undefined);
    const schemas = await Promise.all(["aws", "kubernetes"].map((name) => served.schema(name)));
    expect(schemas.flatMap(({ resources }) => Object.keys(resources)).sort()).toEqual(written.sort());
    const inputs = schemas.map(({ resources }) =>
      ["aws:ec2/subnet:Subnet", "kubernetes:core/v1:ConfigMap"].flatMap((type) =>
        Object.keys(resources[type]?.inputProperties ?? {}),
      ),
    );
    expect(inputs[0]).toEqual(expect.arrayContaining(["cidrBlock", "region", "tags", "vpcId"]));
    expect(inputs[1]).toEqual(["apiVersion", "binaryData", "data", "immutable", "kind", "metadata"]);
  });

  async function read(one: Known) {
    await served.configure(one.type.split(":")[0]!, one.provider);
    return served.read(one.type, IMPORT_IDS[one.type]?.(one) ?? one.id);
  }

  /** One of each type that the stacks do not make themselves. */
  async function makeOthers(): Promise<Known[]> {
    const others: Known[] = [];
    const make = async (type: string, inputs: Properties): Promise<string> => {
      const { id, ...created } = await served.create(type, inputs);
      others.push({ type, name: "resource", id, inputs: created.inputs, provider: {} });
      return id;
    };
    const idOf = (type: string, name = "") =>
      made.find((one) => one.type === type && one.name.startsWith(name))!.id;
    await served.configure("aws", {});
    const vpcId = idOf("aws:ec2/vpc:Vpc");
    const subnets = ["1", "2"].map((zone) => idOf("aws:ec2/subnet:Subnet", `myeks-vpc-public-${zone}`));

    const securityGroupId = await make("aws:ec2/securityGroup:SecurityGroup", { name: "web", vpcId });
    const cidrBlock = "100.64.0.0/16";
    await make("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", { vpcId, cidrBlock });
    await make("aws:ec2/keyPair:KeyPair", { keyName: "mine", publicKey: PUBLIC_KEY });
    const allocationId = await make("aws:ec2/eip:Eip", { domain: "vpc" });
    await make("aws:ec2/natGateway:NatGateway", { allocationId, subnetId: subnets[0] });
    await make("aws:ec2/vpcEndpoint:VpcEndpoint", {
      ...{ vpcId, serviceName: "com.amazonaws.ap-northeast-2.sts", vpcEndpointType: "Interface" },
      ...{ privateDnsEnabled: true, subnetIds: [subnets[0]!], securityGroupIds: [securityGroupId] },
    });
    const tcp = { securityGroupId, fromPort: 81, toPort: 81 };
    await make("aws:ec2/securityGroupRule:SecurityGroupRule", {
      ...tcp,
      type: "ingress",
      protocol: "tcp",
      self: true,
    });
    const trust = {
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    };
    const role = await make("aws:iam/role:Role", { name: "web", assumeRolePolicy: policyOf(trust) });
    const roleArn = `arn:aws:iam::123456789012:role/${role}`;
    const policy = policyOf({ Action: "s3:ListAllMyBuckets", Resource: "*" });
    await make("aws:iam/rolePolicy:RolePolicy", { name: "inline", role, policy });

    const entry = { clusterName: "myeks", principalArn: roleArn };
    await make("aws:eks/accessEntry:AccessEntry", entry);
    await make("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", {
      ...entry,
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      accessScope: { type: "cluster" },
    });
    await make("aws:eks/podIdentityAssociation:PodIdentityAssociation", {
      clusterName: "myeks",
      namespace: "default",
      serviceAccount: "default",
      roleArn,
    });

    const targetGroupArn = await make("aws:lb/targetGroup:TargetGroup", {
      name: "web",
      port: 80,
      protocol: "HTTP",
      targetType: "ip",
      vpcId,
    });
    const targetId = "192.168.0.200";
    await make("aws:lb/targetGroupAttachment:TargetGroupAttachment", { targetGroupArn, targetId, port: 80 });
    const loadBalancerArn = await make("aws:lb/loadBalancer:LoadBalancer", { name: "web", subnets });
    await make("aws:wafv2/webAclAssociation:WebAclAssociation", { resourceArn: loadBalancerArn, webAclArn });
    const addresses = ["192.0.2.0/24"];
    const list = { name: "blocked", scope: "REGIONAL", ipAddressVersion: "IPV4", addresses };
    await make("aws:wafv2/ipSet:IpSet", list);
    const metric = { cloudwatchMetricsEnabled: true, metricName: "edge", sampledRequestsEnabled: true };
    await make("aws:wafv2/webAcl:WebAcl", {
      ...{ name: "edge", scope: "REGIONAL", defaultAction: { allow: {} }, visibilityConfig: metric },
    });
    const logGroup = await make("aws:cloudwatch/logGroup:LogGroup", {
      ...{ namePrefix: "aws-waf-logs-edge-", retentionInDays: 30 },
    });
    await make("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", {
      resourceArn: webAclArn,
      logDestinationConfigs: [served.cloud.arn("logs", `log-group:${logGroup}`)],
      redactedFields: [{ singleHeader: { name: "cookie" } }],
    });
    const forward = [{ type: "forward", targetGroupArn }];
    const listenerArn = await make("aws:lb/listener:Listener", {
      loadBalancerArn,
      port: 443,
      protocol: "HTTPS",
      certificateArn: CERTIFICATES[0],
      defaultActions: forward,
    });
    await make("aws:lb/listenerRule:ListenerRule", {
      listenerArn,
      priority: 1,
      actions: forward,
      conditions: [{ pathPattern: { values: ["/web"] } }],
      transforms: [{ type: "url-rewrite", urlRewriteConfig: { rewrite: { regex: "^/web$", replace: "/" } } }],
    });
    addHostedZone(served.cloud, { id: "Z1", name: "example.com", delegated: true });
    await make("aws:acm/certificate:Certificate", {
      ...{ domainName: "example.com", subjectAlternativeNames: ["example.com"], validationMethod: "DNS" },
    });
    await make("aws:route53/record:Record", {
      ...{ zoneId: "Z1", name: "www.example.com", type: "CNAME", ttl: 300, records: ["example.com"] },
    });
    const bucket = await make("aws:s3/bucket:Bucket", { bucketPrefix: "logs-" });
    const mayWrite = {
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
    };
    await make("aws:s3/bucketPolicy:BucketPolicy", {
      bucket,
      policy: policyOf({ ...mayWrite, Resource: `arn:aws:s3:::${bucket}/*` }),
    });
    await make("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", { bucket, blockPublicAcls: true });
    await make("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", {
      bucket,
      rules: [
        {
          ...{ id: "expire", status: "Enabled", expiration: { days: 90 } },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    });
    const topicArn = await make("aws:sns/topic:Topic", {});
    await make("aws:sns/topicPolicy:TopicPolicy", {
      arn: topicArn,
      policy: policyOf({
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topicArn,
      }),
    });
    await make("aws:sns/topicSubscription:TopicSubscription", {
      ...{ topic: topicArn, protocol: "email", endpoint: "operators@example.com" },
    });
    await make("aws:cloudwatch/dashboard:Dashboard", {
      dashboardName: "web",
      dashboardBody: '{"widgets":[]}',
    });
    await make("aws:cloudwatch/metricAlarm:MetricAlarm", {
      ...{
        namespace: "AWS/ApplicationELB",
        metricName: "RejectedConnectionCount",
        statistic: "Sum",
        period: 60,
      },
      ...{ dimensions: { LoadBalancer: "app/web/0123456789abcdef" }, evaluationPeriods: 3, threshold: 1 },
      ...{ comparisonOperator: "GreaterThanOrEqualToThreshold", treatMissingData: "notBreaching" },
      ...{ alarmActions: [topicArn], alarmDescription: "Too many." },
    });
    const certificateArn = CERTIFICATES[1];
    await make("aws:lb/listenerCertificate:ListenerCertificate", { listenerArn, certificateArn });
    return others;
  }
});

function policyOf(statement: Properties): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}

function isPatch(type: string): boolean {
  return type.startsWith("kubernetes:") && type.endsWith("Patch");
}

function joined(separator: string, inputs: Properties, ...names: string[]): string {
  return names.map((name) => String(inputs[name])).join(separator);
}
