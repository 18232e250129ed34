import { expect, it } from "vitest";
import { raiseQuota } from "../../../../sim/aws/elbv2/quotas.ts";
import type { Action, RuleCondition } from "../../../../sim/aws/elbv2/shapes.ts";
import {
  errorOf,
  forwardTo,
  newListener,
  newLoadBalancer,
  newTargetGroup,
  newWorld,
  NOT_FOUND,
  type World,
} from "./world.ts";

type LoadBalancerInput = Parameters<typeof createLoadBalancer>[1];

function createLoadBalancer(
  { call, subnetIds, securityGroupId }: World,
  changes: Partial<{
    Name: string;
    Subnets: readonly string[] | undefined;
    SubnetMappings: readonly { SubnetId: string; AllocationId?: string }[];
    SecurityGroups: readonly string[];
    Scheme: string;
    Type: string;
    IpAddressType: string;
    Tags: readonly { Key: string; Value: string }[];
  }>,
) {
  return () =>
    call("CreateLoadBalancer", {
      Name: "edge",
      Subnets: subnetIds,
      SecurityGroups: [securityGroupId],
      ...changes,
    });
}

const refusedLoadBalancers: readonly [string, (world: World) => LoadBalancerInput, string][] = [
  [
    "over-long names",
    () => ({ Name: "x".repeat(33) }),
    `ValidationError: Load balancer name '${"x".repeat(33)}' cannot be longer than '32' characters`,
  ],
  [
    "names with other characters",
    () => ({ Name: "a_b" }),
    "ValidationError: Load balancer name 'a_b' can only contain characters that are alphanumeric characters or hyphens(-)",
  ],
  [
    "names that begin with a hyphen",
    () => ({ Name: "-a" }),
    "ValidationError: Load balancer name '-a' cannot begin or end with '-'",
  ],
  [
    "names that begin with internal-",
    () => ({ Name: "internal-a" }),
    "ValidationError: Load balancer name 'internal-a' cannot begin with 'internal-'",
  ],
  [
    "one zone",
    ({ subnetIds }) => ({ Subnets: [subnetIds[0]] }),
    "ValidationError: At least two subnets in two different Availability Zones must be specified",
  ],
  [
    "two subnets in one zone",
    ({ subnetIds, ec2, vpcId }) => {
      const { Subnet } = ec2("CreateSubnet", {
        VpcId: vpcId,
        CidrBlock: "192.168.9.0/24",
        AvailabilityZone: "ap-northeast-2a",
      });
      return { Subnets: [...subnetIds, Subnet.SubnetId] };
    },
    "InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone",
  ],
  [
    "subnets that do not exist",
    ({ subnetIds }) => ({ Subnets: [subnetIds[0], "subnet-none"] }),
    "SubnetNotFound: The subnet ID 'subnet-none' does not exist",
  ],
  [
    "security groups that do not exist",
    () => ({ SecurityGroups: ["sg-none"] }),
    "InvalidSecurityGroup: Security group 'sg-none' does not exist",
  ],
  [
    "security groups of another VPC",
    ({ ec2 }) => {
      const { Vpc } = ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" });
      const { GroupId } = ec2("CreateSecurityGroup", { GroupName: "x", Description: "x", VpcId: Vpc.VpcId });
      return { SecurityGroups: [GroupId] };
    },
    "InvalidConfigurationRequest: One or more security groups are invalid",
  ],
  [
    "subnets in both forms",
    ({ subnetIds }) => ({ SubnetMappings: [{ SubnetId: subnetIds[0] }] }),
    "ValidationError: Subnets and subnet mappings cannot be specified at the same time",
  ],
  [
    "addresses of its own",
    ({ subnetIds }) => ({
      Subnets: undefined,
      SubnetMappings: [{ SubnetId: subnetIds[0], AllocationId: "eipalloc-1" }],
    }),
    "Error: NotSimulated: elasticloadbalancing:CreateLoadBalancer (SubnetMappings with addresses)",
  ],
  [
    "other types",
    () => ({ Type: "gateway" }),
    "Error: NotSimulated: elasticloadbalancing:CreateLoadBalancer (Type gateway)",
  ],
  [
    "IPv6",
    () => ({ IpAddressType: "dualstack" }),
    "ValidationError: You must specify subnets with an associated IPv6 CIDR block.",
  ],
  [
    "unknown schemes",
    () => ({ Scheme: "public" }),
    "ValidationError: 1 validation error detected: Value 'public' at 'scheme' failed to satisfy constraint: Member must satisfy enum value set: [internet-facing, internal]",
  ],
  [
    "doubled tags",
    () => ({
      Tags: [
        { Key: "a", Value: "1" },
        { Key: "a", Value: "2" },
      ],
    }),
    "DuplicateTagKeys: Tag key was specified more than once: a",
  ],
];

it.each(refusedLoadBalancers)("refuses a load balancer with %s", (_name, changes, error) => {
  const world = newWorld();
  expect(errorOf(createLoadBalancer(world, changes(world)))).toBe(error);
});

it("refuses subnets without eight free addresses", () => {
  const world = newWorld();
  const { Subnet } = world.ec2("CreateSubnet", {
    VpcId: world.vpcId,
    CidrBlock: "192.168.9.0/28",
    AvailabilityZone: "ap-northeast-2d",
  });
  const create = createLoadBalancer(world, { Subnets: [world.subnetIds[0], Subnet.SubnetId] });
  world.ec2("CreateNetworkInterface", { SubnetId: Subnet.SubnetId, SecondaryPrivateIpAddressCount: 3 });
  expect(errorOf(create)).toBe(
    `InvalidSubnet: Not enough IP space available in ${Subnet.SubnetId}. ELB requires at least 8 free IP addresses in each subnet.`,
  );
});

it("refuses an internet-facing load balancer in a VPC without internet gateway", () => {
  const world = newWorld();
  const [gateway] = world.ec2("DescribeInternetGateways", {}).InternetGateways;
  world.ec2("DetachInternetGateway", { InternetGatewayId: gateway!.InternetGatewayId, VpcId: world.vpcId });
  expect(errorOf(createLoadBalancer(world, {}))).toBe(
    `InvalidSubnet: VPC ${world.vpcId} has no internet gateway`,
  );
  const [internal] = createLoadBalancer(world, { Scheme: "internal" })().LoadBalancers;
  expect(internal?.DNSName).toMatch(/^internal-edge-\d+\.ap-northeast-2\.elb\.amazonaws\.com$/);
});

it("gives back an equal load balancer of the same name, and refuses a different one", () => {
  const world = newWorld();
  const first = createLoadBalancer(world, {})();
  expect(createLoadBalancer(world, {})()).toEqual(first);
  expect(errorOf(createLoadBalancer(world, { Scheme: "internal" }))).toBe(
    "DuplicateLoadBalancerName: A load balancer with the same name 'edge' exists, but with different settings",
  );
});

const refusedTargetGroups: readonly [string, object, string][] = [
  ["no protocol", { Protocol: undefined }, "ValidationError: A protocol must be specified"],
  ["no port", { Port: undefined }, "ValidationError: A port must be specified"],
  ["no VPC", { VpcId: undefined }, "ValidationError: A VPC ID must be specified"],
  ["an unknown VPC", { VpcId: "vpc-none" }, "ValidationError: The VPC ID 'vpc-none' is not found"],
  [
    "port 0",
    { Port: 0 },
    "ValidationError: 1 validation error detected: Value '0' at 'port' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    "a long interval",
    { HealthCheckIntervalSeconds: 600 },
    "ValidationError: 1 validation error detected: Value '600' at 'healthCheckIntervalSeconds' failed to satisfy constraint: Member must have value less than or equal to 300",
  ],
  [
    "a timeout as long as the interval",
    { HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5 },
    "ValidationError: Health check interval must be greater than the timeout.",
  ],
  [
    "a relative health check path",
    { HealthCheckPath: "healthz" },
    "ValidationError: Health check path 'healthz' must begin with a '/' character and have at most '1024' characters",
  ],
  [
    "a wrong health check port",
    { HealthCheckPort: "http" },
    "ValidationError: Health check port 'http' must be 'traffic-port' or in the range '1-65535'",
  ],
  [
    "a TCP health check",
    { HealthCheckProtocol: "TCP" },
    "ValidationError: Health check protocol 'TCP' must be one of 'HTTP, HTTPS'",
  ],
  [
    "no health checks",
    { HealthCheckEnabled: false },
    "ValidationError: Health check enabled must be true for target groups with target type 'instance' or 'ip'",
  ],
  [
    "an unknown health check protocol",
    { HealthCheckProtocol: "FTP" },
    "ValidationError: 1 validation error detected: Value 'FTP' at 'healthCheckProtocol' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, GENEVE, QUIC, TCP_QUIC]",
  ],
  [
    "an unknown protocol version",
    { ProtocolVersion: "HTTP3" },
    "ValidationError: 1 validation error detected: Value 'HTTP3' at 'protocolVersion' failed to satisfy constraint: Member must satisfy enum value set: [HTTP1, HTTP2, GRPC]",
  ],
  [
    "an unknown address type",
    { IpAddressType: "dualstack" },
    "ValidationError: 1 validation error detected: Value 'dualstack' at 'ipAddressType' failed to satisfy constraint: Member must satisfy enum value set: [ipv4, ipv6]",
  ],
  [
    "a wrong matcher",
    { Matcher: { HttpCode: "200-600" } },
    "ValidationError: Health check matcher HTTP code '200-600' must be a list of codes or ranges of codes from '200' to '499'",
  ],
  [
    "an unknown protocol",
    { Protocol: "FTP" },
    "ValidationError: 1 validation error detected: Value 'FTP' at 'protocol' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, GENEVE, QUIC, TCP_QUIC]",
  ],
  [
    "a protocol that no load balancer here has",
    { Protocol: "GENEVE" },
    "Error: NotSimulated: elasticloadbalancing:CreateTargetGroup (Protocol GENEVE)",
  ],
  [
    "Lambda functions",
    { TargetType: "lambda" },
    "Error: NotSimulated: elasticloadbalancing:CreateTargetGroup (TargetType lambda)",
  ],
];

it.each(refusedTargetGroups)("refuses a target group with %s", (_name, changes, error) => {
  const { call, vpcId } = newWorld();
  const create = () =>
    call("CreateTargetGroup", { Name: "app", Protocol: "HTTP", Port: 80, VpcId: vpcId, ...changes });
  expect(errorOf(create)).toBe(error);
});

it("gives back an equal target group of the same name, and refuses a different one", () => {
  const world = newWorld();
  const arn = newTargetGroup(world);
  expect(newTargetGroup(world)).toBe(arn);
  const other = () =>
    world.call("CreateTargetGroup", { Name: "app", Protocol: "HTTP", Port: 81, VpcId: world.vpcId });
  expect(errorOf(other)).toBe(
    "DuplicateTargetGroupName: A target group with the same name 'app' exists, but with different settings",
  );
});

it("refuses a target outside of the VPC's subnets, unless its zone is all", () => {
  const world = newWorld();
  const arn = newTargetGroup(world);
  const register = (Id: string, AvailabilityZone?: string) => () =>
    world.call("RegisterTargets", {
      TargetGroupArn: arn,
      Targets: [{ Id, ...(AvailabilityZone !== undefined && { AvailabilityZone }) }],
    });
  expect(errorOf(register("192.168.200.1"))).toBe(
    "ValidationError: The Availability Zone is required for IP address '192.168.200.1' because it is not in the VPC",
  );
  expect(errorOf(register("192.168.0.9", "all"))).toBe(
    "ValidationError: The IP address '192.168.0.9' is within the VPC, and cannot have its Availability Zone overridden to 'all' from 'ap-northeast-2a'",
  );
  expect(errorOf(register("10.1.0.1", "ap-northeast-2a"))).toBe(
    "ValidationError: You must specify a valid Availability Zone or select 'all' for all enabled Availability zones, since the IP address '10.1.0.1' is outside the VPC",
  );
  expect(errorOf(register("8.8.8.8", "all"))).toBe(
    "ValidationError: The IP address '8.8.8.8' must be a private address (RFC 1918 or RFC 6598)",
  );
  expect(errorOf(register("pod-1"))).toBe(
    "ValidationError: The IP address 'pod-1' is not a valid IPv4 address",
  );
  expect(errorOf(register("10.1.0.1", "all"))).toBe("no error");
});

it("limits targets per load balancer over all of its target groups", () => {
  const world = newWorld();
  const loadBalancer = newLoadBalancer(world);
  const [first, second] = [newTargetGroup(world, "first"), newTargetGroup(world, "second")];
  const register = (TargetGroupArn: string, count: number) =>
    world.call("RegisterTargets", {
      TargetGroupArn,
      Targets: Array.from({ length: count }, (_, index) => ({ Id: "192.168.0.9", Port: index + 1 })),
    });
  register(first, 999);
  expect(errorOf(() => register(second, 1001))).toBe(
    `TooManyTargets: The maximum number of targets per target group '1000' has been reached on target group '${second}'`,
  );
  const listener = newListener(world, loadBalancer, forwardTo(first));
  world.call("CreateRule", {
    ListenerArn: listener,
    Priority: 1,
    Conditions: [{ Field: "path-pattern", Values: ["/b"] }],
    Actions: [forwardTo(second)],
  });
  expect(errorOf(() => register(second, 2))).toBe(
    `TooManyTargets: The maximum number of targets per load balancer '1000' has been reached on load balancer '${loadBalancer}'`,
  );
  expect(errorOf(() => register(second, 1))).toBe("no error");
  expect(errorOf(() => register(newTargetGroup(world, "alone"), 1000))).toBe("no error");
  const third = newTargetGroup(world, "third");
  register(third, 2);
  const forward = () =>
    world.call("CreateRule", {
      ListenerArn: listener,
      Priority: 2,
      Conditions: [{ Field: "path-pattern", Values: ["/c"] }],
      Actions: [forwardTo(third)],
    });
  expect(errorOf(forward)).toMatch(/^TooManyTargets: .* per load balancer '1000'/);
  raiseQuota(world.cloud, "targets-per-application-load-balancer", 1002);
  expect(errorOf(forward)).toBe("no error");
});

it("limits target groups per load balancer, each counted once", () => {
  const world = newWorld();
  const loadBalancer = newLoadBalancer(world);
  const groups = Array.from({ length: 101 }, (_, index) => newTargetGroup(world, `group-${index}`));
  const ListenerArn = newListener(world, loadBalancer, forwardTo(groups[0]!));
  const forward = (Priority: number, group: string) => () =>
    world.call("CreateRule", {
      ListenerArn,
      Priority,
      Conditions: [{ Field: "path-pattern", Values: [`/${Priority}`] }],
      Actions: [forwardTo(group)],
    });
  for (const [index, group] of groups.slice(1, 100).entries()) forward(index + 1, group)();
  expect(errorOf(forward(100, groups[100]!))).toBe(
    `TooManyUniqueTargetGroupsPerLoadBalancer: The maximum number of unique target groups on load balancer '${loadBalancer}' has been reached`,
  );
  expect(errorOf(forward(100, groups[99]!))).toBe("no error");
});

const refusedActions: readonly [string, Action, string][] = [
  [
    "an unknown type",
    { Type: "drop" },
    "ValidationError: 1 validation error detected: Value 'drop' at 'actions.1.member.type' failed to satisfy constraint: Member must satisfy enum value set: [forward, authenticate-oidc, authenticate-cognito, redirect, fixed-response, jwt-validation]",
  ],
  [
    "authentication",
    { Type: "authenticate-oidc" },
    "Error: NotSimulated: elasticloadbalancing:CreateRule (action authenticate-oidc)",
  ],
  ["no target group", { Type: "forward" }, "ValidationError: A target group ARN must be specified"],
  [
    "a missing target group",
    forwardTo("arn:none"),
    "TargetGroupNotFound: Target groups 'arn:none' not found",
  ],
  [
    "a redirect to itself",
    { Type: "redirect", RedirectConfig: { StatusCode: "HTTP_301" } },
    "InvalidLoadBalancerAction: The redirect configuration is not valid because it creates a loop",
  ],
  [
    "a redirect by another code",
    { Type: "redirect", RedirectConfig: { StatusCode: "HTTP_307" } },
    "ValidationError: 1 validation error detected: Value 'HTTP_307' at 'actions.1.member.redirectConfig.statusCode' failed to satisfy constraint: Member must satisfy enum value set: [HTTP_301, HTTP_302]",
  ],
  [
    "a redirect to another protocol",
    { Type: "redirect", RedirectConfig: { StatusCode: "HTTP_301", Protocol: "FTP" } },
    "ValidationError: Redirect protocol 'FTP' must be one of 'HTTP, HTTPS, #{protocol}'",
  ],
  [
    "a fixed response by a redirect code",
    { Type: "fixed-response", FixedResponseConfig: { StatusCode: "302" } },
    "ValidationError: 1 validation error detected: Value '302' at 'actions.1.member.fixedResponseConfig.statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(2|4|5)\\d\\d$",
  ],
  [
    "another content type",
    { Type: "fixed-response", FixedResponseConfig: { StatusCode: "200", ContentType: "text/xml" } },
    "InvalidLoadBalancerAction: The ContentType must be one of:'text/html', 'application/json', 'application/javascript', 'text/css', 'text/plain'",
  ],
  [
    "a long body",
    { Type: "fixed-response", FixedResponseConfig: { StatusCode: "200", MessageBody: "x".repeat(1025) } },
    "ValidationError: 1 validation error detected: Value at 'actions.1.member.fixedResponseConfig.messageBody' failed to satisfy constraint: Member must have length less than or equal to 1024",
  ],
];

const PATH: RuleCondition = { Field: "path-pattern", Values: ["/a"] };

it.each(refusedActions)("refuses an action with %s", (_name, action, error) => {
  const world = newWorld();
  const ListenerArn = newListener(world, newLoadBalancer(world));
  const create = () =>
    world.call("CreateRule", { ListenerArn, Priority: 1, Conditions: [PATH], Actions: [action] });
  expect(errorOf(create)).toBe(error);
});

it("refuses more than one action, and forwarding to too many or to others' target groups", () => {
  const world = newWorld();
  const first = newLoadBalancer(world, "first");
  const ListenerArn = newListener(world, first);
  const create =
    (...Actions: Action[]) =>
    () =>
      world.call("CreateRule", { ListenerArn, Priority: 1, Conditions: [PATH], Actions });
  expect(errorOf(create(NOT_FOUND, NOT_FOUND))).toBe(
    "InvalidLoadBalancerAction: You can specify only one of the following actions: 'forward', 'redirect', 'fixed-response'",
  );
  expect(errorOf(create())).toBe("ValidationError: An action must be specified");
  const arns = ["a", "b", "c", "d", "e", "f"].map((name) => newTargetGroup(world, name));
  const TargetGroups = arns.map((TargetGroupArn) => ({ TargetGroupArn }));
  expect(errorOf(create({ Type: "forward", ForwardConfig: { TargetGroups } }))).toBe(
    "InvalidLoadBalancerAction: An action can forward to at most '5' target groups",
  );
  const twice = [TargetGroups[0]!, TargetGroups[0]!];
  expect(errorOf(create({ Type: "forward", ForwardConfig: { TargetGroups: twice } }))).toBe(
    "ValidationError: A target group can be specified only once in a forward action",
  );
  expect(
    errorOf(
      create({
        ...forwardTo(arns[0]!),
        ForwardConfig: { TargetGroups: [{ TargetGroupArn: arns[1]! }] },
      }),
    ),
  ).toBe(
    "InvalidLoadBalancerAction: You cannot specify both TargetGroupArn and ForwardConfig with different target groups",
  );
  newListener(world, newLoadBalancer(world, "second"), forwardTo(arns[0]!));
  expect(errorOf(create(forwardTo(arns[0]!)))).toBe(
    `TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer: ${arns[0]}`,
  );
});

it("refuses target groups of another VPC", () => {
  const world = newWorld();
  const { VpcId } = world.ec2("CreateVpc", { CidrBlock: "10.1.0.0/16" }).Vpc;
  const { TargetGroups } = world.call("CreateTargetGroup", {
    Name: "elsewhere",
    Protocol: "HTTP",
    Port: 80,
    VpcId,
  });
  const arn = TargetGroups[0]!.TargetGroupArn;
  expect(errorOf(() => newListener(world, newLoadBalancer(world), forwardTo(arn)))).toBe(
    `InvalidConfigurationRequest: The following target groups do not belong to the same VPC as the load balancer: '${arn}'`,
  );
});

it("describes by one way of naming at a time", () => {
  const world = newWorld();
  const { call } = world;
  const LoadBalancerArn = newLoadBalancer(world);
  const arn = newTargetGroup(world);
  const ListenerArn = newListener(world, LoadBalancerArn, forwardTo(arn));
  const other = newTargetGroup(world, "other");
  const arnsOf = (parameters: { LoadBalancerArn: string }) =>
    call("DescribeTargetGroups", parameters).TargetGroups.map(({ TargetGroupArn }) => TargetGroupArn);
  expect(arnsOf({ LoadBalancerArn })).toEqual([arn]);
  expect(errorOf(() => call("DescribeTargetGroups", { LoadBalancerArn, TargetGroupArns: [other] }))).toBe(
    "ValidationError: Target group names, target group ARNs, and a load balancer ARN cannot be specified at the same time",
  );
  expect(errorOf(() => call("DescribeListeners", { LoadBalancerArn, ListenerArns: [ListenerArn] }))).toBe(
    "ValidationError: Listener ARNs and a load balancer ARN cannot be specified at the same time",
  );
  expect(errorOf(() => call("DescribeLoadBalancers", { LoadBalancerArns: ["arn:none"] }))).toBe(
    "LoadBalancerNotFound: One or more load balancers not found",
  );
  expect(errorOf(() => call("DescribeLoadBalancers", { Names: ["edge", "none"] }))).toBe(
    "LoadBalancerNotFound: Load balancers '[none]' not found",
  );
  expect(
    errorOf(() =>
      call("AddListenerCertificates", { ListenerArn, Certificates: [{ CertificateArn: "arn:none" }] }),
    ),
  ).toBe(`ValidationError: Listener '${ListenerArn}' does not support certificates`);
});

const refusedConditions: readonly [string, readonly RuleCondition[], string][] = [
  ["none", [], "ValidationError: A condition must be specified"],
  [
    "an unknown field",
    [{ Field: "cookie" }],
    "ValidationError: Condition field 'cookie' must be one of '[path-pattern,host-header,http-header,http-request-method,query-string,source-ip]'",
  ],
  [
    "no value",
    [{ Field: "host-header", Values: [] }],
    "ValidationError: A condition value must be specified",
  ],
  [
    "six values",
    [{ Field: "path-pattern", PathPatternConfig: { Values: ["1", "2", "3", "4", "5", "6"] } }],
    "ValidationError: A rule can only have '5' condition values",
  ],
  [
    "six wildcards",
    [{ Field: "path-pattern", Values: ["/a*?*?*?"] }],
    "ValidationError: A rule can only have '5' condition wildcards",
  ],
  [
    "two values in the old form",
    [{ Field: "path-pattern", Values: ["/a", "/b"] }],
    "ValidationError: The 'path-pattern' field contains too many values; the limit is '1'",
  ],
  [
    "both forms",
    [{ Field: "path-pattern", Values: ["/a"], PathPatternConfig: { Values: ["/a"] } }],
    "ValidationError: You cannot provide both Values and 'PathPatternConfig' for a condition of type 'path-pattern'",
  ],
  [
    "the same field twice",
    [PATH, PATH],
    "ValidationError: A rule can only have one 'path-pattern' condition",
  ],
  [
    "values where there is a configuration",
    [{ Field: "source-ip", Values: ["10.0.0.0/8"] }],
    "ValidationError: The 'Values' field is not compatible with 'source-ip'",
  ],
  [
    "no configuration",
    [{ Field: "http-header" }],
    "ValidationError: A 'HttpHeaderConfig' must be specified with 'http-header'",
  ],
  [
    "a condition on Host as a header",
    [{ Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "Host", Values: ["a"] } }],
    "ValidationError: You cannot use an HTTP header condition to specify the host header",
  ],
  [
    "a method in small letters",
    [{ Field: "http-request-method", HttpRequestMethodConfig: { Values: ["get"] } }],
    "ValidationError: The 'http-request-method' value is invalid; the allowed characters are A-Z, hyphen and underscore",
  ],
  [
    "a query without value",
    [{ Field: "query-string", QueryStringConfig: { Values: [{ Key: "a" }] } }],
    "ValidationError: A 'Value' must be specified in 'QueryStringKeyValuePair'",
  ],
  [
    "an address that is not a block",
    [{ Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.1"] } }],
    "ValidationError: The 'source-ip' value '10.0.0.1' must be in CIDR format",
  ],
  [
    "a long value",
    [{ Field: "host-header", Values: ["x".repeat(129)] }],
    "ValidationError: The 'host-header' value is too long; the limit is '128'",
  ],
  [
    "a broken regular expression",
    [{ Field: "path-pattern", PathPatternConfig: { RegexValues: ["("] } }],
    "ValidationError: The 'path-pattern' regular expression '(' is not valid",
  ],
  [
    "a regular expression that looks ahead",
    [{ Field: "host-header", HostHeaderConfig: { RegexValues: ["^(?!a)"] } }],
    "ValidationError: The 'host-header' regular expression '^(?!a)' is not valid",
  ],
];

it.each(refusedConditions)("refuses conditions: %s", (_name, Conditions, error) => {
  const world = newWorld();
  const ListenerArn = newListener(world, newLoadBalancer(world));
  const create = () =>
    world.call("CreateRule", { ListenerArn, Priority: 1, Conditions, Actions: [NOT_FOUND] });
  expect(errorOf(create)).toBe(error);
});
