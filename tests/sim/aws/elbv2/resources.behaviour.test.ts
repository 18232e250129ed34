import { addLogBucket } from "../../../support/log-bucket.ts";
import { expect, it } from "vitest";
import { elbv2Service } from "../../../../sim/aws/elbv2/service.ts";
import { elbv2State } from "../../../../sim/aws/elbv2/state.ts";
import { readInputs } from "../../../../sim/core/read-inputs.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../../sim/core/resource-type.ts";
import { errorOf, newWorld, type World } from "./world.ts";

function typeOf(token: string): ResourceType {
  return elbv2Service.resources!.find((type) => type.token === token)!;
}

/** Creates a resource as an update does: check, then create. */
function create(world: World, token: string, given: Properties, name = "edge") {
  const { cloud } = world;
  const context: ResourceContext = { cloud, name, urn: "", provider: {} };
  const type = typeOf(token);
  const { inputs, failures } = type.check!(given, context);
  expect(failures).toEqual([]);
  const { id, outputs } = type.create(context, inputs);
  return { type, context, inputs, id, outputs };
}

type Created = ReturnType<typeof create>;

function update({ type, context, id, inputs }: Created, changes: Properties): Properties {
  return type.update!(context, id, inputs, { ...inputs, ...changes });
}

function remove({ type, context, id, inputs }: Created): void {
  type.delete(context, id, inputs);
  expect(type.read(context, id, inputs)).toBeUndefined();
}

function loadBalancer(world: World, more: Properties = {}): Created {
  return create(world, "aws:lb/loadBalancer:LoadBalancer", {
    subnets: world.subnetIds,
    securityGroups: [world.securityGroupId],
    ...more,
  });
}

function targetGroup(world: World, more: Properties = {}): Created {
  return create(world, "aws:lb/targetGroup:TargetGroup", {
    port: 8080,
    protocol: "HTTP",
    targetType: "ip",
    vpcId: world.vpcId,
    ...more,
  });
}

it("makes a load balancer, waits until it is active, and until its interfaces are gone when it is deleted", () => {
  const world = newWorld();
  addLogBucket(world.cloud, "logs");
  const created = loadBalancer(world, {
    enableDeletionProtection: true,
    idleTimeout: 30,
    accessLogs: { bucket: "logs", enabled: true },
    tags: { team: "edge" },
  });
  expect(created.id).toMatch(/:loadbalancer\/app\/edge-[0-9a-f]{7}\/[0-9a-f]{16}$/);
  expect(created.outputs).toMatchObject({
    arn: created.id,
    accessLogs: { bucket: "logs", enabled: true, prefix: "" },
    enableDeletionProtection: true,
    enableHttp2: true,
    idleTimeout: 30,
    internal: false,
    region: "ap-northeast-2",
    subnets: world.subnetIds,
    tags: { team: "edge" },
    tagsAll: { team: "edge" },
    vpcId: world.vpcId,
    zoneId: "ZWKZPGTI48KDX",
  });
  expect(created.outputs).not.toHaveProperty("connectionLogs");
  expect(elbv2State(world.cloud).loadBalancers.get(created.id).state).toBe("active");

  expect(errorOf(() => remove(created))).toBe(
    `OperationNotPermitted: Load balancer '${created.id}' cannot be deleted because deletion protection is enabled`,
  );
  const outputs = update(created, {
    enableDeletionProtection: false,
    subnets: world.subnetIds.slice(0, 2),
    tags: {},
  });
  expect(outputs).toMatchObject({
    enableDeletionProtection: false,
    subnets: world.subnetIds.slice(0, 2),
    tagsAll: {},
  });
  remove(created);
  expect(world.ec2("DescribeNetworkInterfaces", {}).NetworkInterfaces).toHaveLength(0);
});

it("changes security groups in place", () => {
  const world = newWorld();
  const created = loadBalancer(world);
  const { GroupId } = world.ec2("CreateSecurityGroup", {
    GroupName: "b",
    Description: "b",
    VpcId: world.vpcId,
  });
  expect(update(created, { securityGroups: [GroupId], ipAddressType: "ipv4" })).toMatchObject({
    securityGroups: [GroupId],
  });
});

it("says what the load balancer was waiting for when it takes too long", () => {
  const world = newWorld();
  const type = typeOf("aws:lb/loadBalancer:LoadBalancer");
  const context: ResourceContext = {
    cloud: world.cloud,
    name: "edge",
    urn: "",
    provider: {},
    timeoutMs: 60_000,
  };
  expect(errorOf(() => type.create(context, { subnets: world.subnetIds }))).toMatch(
    /^Error: waiting for ELBv2 Load Balancer \(arn:.*\) create: timeout while waiting for state to become 'active' \(last state: 'provisioning', timeout: 1m0s\)$/,
  );
});

it("makes a target group with its health check and attributes", () => {
  const world = newWorld();
  const created = targetGroup(world, {
    deregistrationDelay: 30,
    healthCheck: { path: "/healthz", interval: 10, matcher: "200-299" },
    stickiness: { type: "lb_cookie", cookieDuration: 600 },
    targetGroupHealth: { unhealthyStateRouting: { minimumHealthyTargetsCount: 2 } },
  });
  expect(created.outputs).toMatchObject({
    arn: created.id,
    deregistrationDelay: 30,
    healthCheck: {
      enabled: true,
      healthyThreshold: 3,
      interval: 10,
      matcher: "200-299",
      path: "/healthz",
      port: "traffic-port",
      protocol: "HTTP",
      timeout: 5,
      unhealthyThreshold: 3,
    },
    stickiness: { type: "lb_cookie", cookieDuration: 600, enabled: true, cookieName: "" },
    targetGroupHealth: {
      dnsFailover: { minimumHealthyTargetsCount: "1", minimumHealthyTargetsPercentage: "off" },
      unhealthyStateRouting: { minimumHealthyTargetsCount: 2, minimumHealthyTargetsPercentage: "off" },
    },
  });
  expect(readInputs(created.outputs, created.inputs)).toEqual(created.inputs);
  const outputs = update(created, { deregistrationDelay: undefined, slowStart: 60 });
  expect(outputs).toMatchObject({ deregistrationDelay: 300, slowStart: 60 });
  expect(created.type.replaceOnChange).toContain("targetType");
  remove(created);
});

it("makes listeners, rules and attachments around them", () => {
  const world = newWorld();
  const balancer = loadBalancer(world);
  const group = targetGroup(world);
  const listener = create(world, "aws:alb/listener:Listener", {
    loadBalancerArn: balancer.id,
    port: 80,
    defaultActions: [
      { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } },
    ],
    routingHttpResponseServerEnabled: false,
  });
  expect(listener.outputs).toMatchObject({
    protocol: "HTTP",
    routingHttpResponseServerEnabled: false,
    routingHttpResponseXFrameOptionsHeaderValue: "",
    defaultActions: [
      {
        type: "fixed-response",
        order: 1,
        targetGroupArn: "",
        fixedResponse: { contentType: "text/plain", messageBody: "", statusCode: "404" },
      },
    ],
  });
  expect(
    update(listener, {
      port: 8080,
      tags: { team: "edge" },
      routingHttpResponseServerEnabled: undefined,
      defaultActions: [
        {
          type: "forward",
          forward: {
            targetGroups: [{ arn: group.id, weight: 2 }],
            stickiness: { duration: 60, enabled: true },
          },
        },
      ],
    }),
  ).toMatchObject({
    port: 8080,
    tagsAll: { team: "edge" },
    // As the provider leaves it.
    routingHttpResponseServerEnabled: false,
    defaultActions: [
      {
        forward: {
          targetGroups: [{ arn: group.id, weight: 2 }],
          stickiness: { duration: 60, enabled: true },
        },
      },
    ],
  });
  const conditions = [
    { hostHeader: { values: ["*.example.com"] } },
    { queryStrings: [{ key: "v", value: "1" }] },
    { httpHeader: { httpHeaderName: "X-Canary", values: ["yes"] } },
    { httpRequestMethod: { values: ["GET"] } },
    { sourceIp: { values: ["10.0.0.0/8"] } },
  ];
  const transforms = [
    {
      type: "host-header-rewrite",
      hostHeaderRewriteConfig: { rewrite: { regex: "^(.+)$", replace: "$1.internal" } },
    },
    { type: "url-rewrite", urlRewriteConfig: { rewrite: { regex: "^/api/?(.*)$", replace: "/$1" } } },
  ];
  const rule = create(world, "aws:lb/listenerRule:ListenerRule", {
    listenerArn: listener.id,
    conditions,
    actions: [{ type: "forward", targetGroupArn: group.id }],
    transforms,
  });
  expect(rule.outputs).toMatchObject({ priority: 1, conditions, transforms });
  expect(readInputs(rule.outputs, rule.inputs)).toEqual(rule.inputs);
  expect(update(rule, { priority: 7, conditions: [{ pathPattern: { values: ["/a"] } }] })).toMatchObject({
    priority: 7,
    conditions: [{ pathPattern: { values: ["/a"] } }],
  });
  expect(update(rule, { transforms: [transforms[1]] })).toMatchObject({ transforms: [transforms[1]] });
  expect(update(rule, { transforms: undefined })).not.toHaveProperty("transforms");
  const attachment = create(world, "aws:lb/targetGroupAttachment:TargetGroupAttachment", {
    targetGroupArn: group.id,
    targetId: "192.168.0.77",
    port: 9090,
  });
  expect(Object.keys(elbv2State(world.cloud).targetGroups.get(group.id).targets)).toEqual([
    "192.168.0.77:9090",
  ]);
  for (const created of [attachment, rule, listener, group, balancer]) remove(created);
  expect(elbv2State(world.cloud).rules.size).toBe(0);
});

it("adds certificates to an HTTPS listener", () => {
  const world = newWorld();
  const [first, second] = ["1", "2"].map((id) => world.cloud.arn("acm", `certificate/${id}`));
  const listener = create(world, "aws:lb/listener:Listener", {
    loadBalancerArn: loadBalancer(world).id,
    port: 443,
    protocol: "HTTPS",
    certificateArn: first,
    defaultActions: [{ type: "redirect", redirect: { host: "example.com", statusCode: "HTTP_302" } }],
  });
  expect(listener.outputs).toMatchObject({
    certificateArn: first,
    sslPolicy: "ELBSecurityPolicy-2016-08",
    mutualAuthentication: { mode: "off" },
    defaultActions: [
      {
        redirect: {
          protocol: "#{protocol}",
          port: "#{port}",
          host: "example.com",
          path: "/#{path}",
          query: "#{query}",
        },
      },
    ],
  });
  const certificate = create(world, "aws:lb/listenerCertificate:ListenerCertificate", {
    listenerArn: listener.id,
    certificateArn: second,
  });
  const certificates = () =>
    world.call("DescribeListenerCertificates", { ListenerArn: listener.id }).Certificates;
  expect(certificates()).toEqual([
    { CertificateArn: first, IsDefault: true },
    { CertificateArn: second, IsDefault: false },
  ]);
  remove(certificate);
  expect(certificates()).toHaveLength(1);
});

it("refuses what it does not simulate", () => {
  const world = newWorld();
  const check = (token: string, inputs: Properties) => () =>
    typeOf(token).check!(inputs, { name: "x", urn: "", cloud: world.cloud });
  expect(errorOf(check("aws:lb/loadBalancer:LoadBalancer", { loadBalancerType: "network" }))).toBe(
    "Error: NotSimulated: aws:lb/loadBalancer:LoadBalancer (input loadBalancerType)",
  );
  expect(errorOf(check("aws:lb/targetGroup:TargetGroup", { preserveClientIp: "true" }))).toBe(
    "Error: NotSimulated: aws:lb/targetGroup:TargetGroup (input preserveClientIp)",
  );
  const actions = [{ type: "authenticate-oidc", authenticateOidc: {} }];
  const rule = { listenerArn: "arn", conditions: [], actions };
  expect(errorOf(check("aws:lb/listenerRule:ListenerRule", rule))).toBe(
    "Error: NotSimulated: aws:lb/listenerRule:ListenerRule (input actions.0.authenticateOidc)",
  );
});
