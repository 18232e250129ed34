import { expect, it } from "vitest";
import { elbv2Service } from "../../../../sim/aws/elbv2/service.ts";
import {
  errorOf,
  forwardTo,
  newListener,
  newLoadBalancer,
  newTargetGroup,
  newWorld,
  NOT_FOUND,
} from "./world.ts";

function invoke(world: ReturnType<typeof newWorld>, name: string, args: Record<string, unknown>) {
  const found = elbv2Service.functions?.find(({ token }) => token === `aws:lb/${name}:${name}`);
  return found!.invoke({ cloud: world.cloud, provider: {} }, args);
}

it("finds a target group by its tags", () => {
  const world = newWorld();
  const arn = newTargetGroup(world);
  newTargetGroup(world, "other");
  world.call("AddTags", { ResourceArns: [arn], Tags: [{ Key: "ingress.k8s.aws/stack", Value: "game/app" }] });
  const found = invoke(world, "getTargetGroup", { tags: { "ingress.k8s.aws/stack": "game/app" } });
  expect(found).toEqual({
    id: arn,
    arn,
    arnSuffix: arn.slice(arn.indexOf("targetgroup/")),
    connectionTermination: false,
    deregistrationDelay: "300",
    healthCheck: {
      enabled: true,
      healthyThreshold: 2,
      interval: 15,
      matcher: "200",
      path: "/",
      port: "traffic-port",
      protocol: "HTTP",
      timeout: 5,
      unhealthyThreshold: 2,
    },
    lambdaMultiValueHeadersEnabled: false,
    loadBalancerArns: [],
    loadBalancingAlgorithmType: "round_robin",
    loadBalancingAnomalyMitigation: "off",
    loadBalancingCrossZoneEnabled: "use_load_balancer_configuration",
    name: "app",
    port: 8080,
    preserveClientIp: "",
    protocol: "HTTP",
    protocolVersion: "HTTP1",
    proxyProtocolV2: false,
    region: "ap-northeast-2",
    slowStart: 0,
    stickiness: { cookieDuration: 86400, cookieName: "", enabled: false, type: "lb_cookie" },
    tags: { "ingress.k8s.aws/stack": "game/app" },
    targetControlPort: 0,
    targetType: "ip",
    vpcId: world.vpcId,
  });
});

it("insists on finding exactly one", () => {
  const world = newWorld();
  const none = () => invoke(world, "getTargetGroup", { tags: { a: "b" } });
  expect(errorOf(none)).toBe("Error: Search returned 0 results, please revise so only one is returned");
  newTargetGroup(world, "one");
  newTargetGroup(world, "two");
  const two = () => invoke(world, "getTargetGroup", {});
  expect(errorOf(two)).toBe("Error: Search returned 2 results, please revise so only one is returned");
  const named = () => invoke(world, "getTargetGroup", { name: "three" });
  expect(errorOf(named)).toBe(
    "TargetGroupNotFound: reading ELBv2 Target Groups: TargetGroupNotFound: One or more target groups not found",
  );
});

it("finds a load balancer by name and its listener by port", () => {
  const world = newWorld();
  const loadBalancerArn = newLoadBalancer(world);
  const listenerArn = newListener(world, loadBalancerArn, forwardTo(newTargetGroup(world)));
  const loadBalancer = invoke(world, "getLoadBalancer", { name: "edge" });
  expect(loadBalancer).toMatchObject({
    arn: loadBalancerArn,
    enableDeletionProtection: false,
    idleTimeout: 60,
    internal: false,
    accessLogs: { bucket: "", enabled: false, prefix: "" },
    connectionLogs: [{ bucket: "", enabled: false, prefix: "" }],
  });
  expect(invoke(world, "getListener", { loadBalancerArn, port: 80 })).toMatchObject({
    arn: listenerArn,
    defaultActions: [{ type: "forward", redirects: [], forwards: [{ targetGroups: [{ weight: 1 }] }] }],
    mutualAuthentications: [],
  });
  const CertificateArn = world.cloud.arn("acm", "certificate/1");
  world.call("CreateListener", {
    LoadBalancerArn: loadBalancerArn,
    Port: 443,
    Protocol: "HTTPS",
    Certificates: [{ CertificateArn }],
    DefaultActions: [NOT_FOUND],
  });
  expect(invoke(world, "getListener", { loadBalancerArn, port: 443 })).toMatchObject({
    certificateArn: CertificateArn,
    sslPolicy: "ELBSecurityPolicy-2016-08",
    mutualAuthentications: [{ mode: "off", trustStoreArn: "" }],
  });
});

it("finds a rule by its listener and priority", () => {
  const world = newWorld();
  const [app, other] = [newTargetGroup(world), newTargetGroup(world, "other")];
  const listenerArn = newListener(world, newLoadBalancer(world), NOT_FOUND);
  const { Rules } = world.call("CreateRule", {
    ListenerArn: listenerArn,
    Priority: 7,
    Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: ["/*"] } }],
    Actions: [
      {
        Type: "forward",
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: app, Weight: 1 },
            { TargetGroupArn: other, Weight: 2 },
          ],
        },
      },
    ],
    Tags: [{ Key: "team", Value: "platform" }],
  });
  const targetGroups = [
    { arn: app, weight: 1 },
    { arn: other, weight: 2 },
  ];
  expect(invoke(world, "getListenerRule", { listenerArn, priority: 7 })).toEqual({
    actions: [
      {
        type: "forward",
        order: 1,
        authenticateCognitos: [],
        authenticateOidcs: [],
        fixedResponses: [],
        forwards: [{ targetGroups, stickinesses: [{ enabled: false, duration: 0 }] }],
        jwtValidations: [],
        redirects: [],
      },
    ],
    arn: Rules[0]!.RuleArn,
    listenerArn,
    priority: 7,
    region: "ap-northeast-2",
    tags: { team: "platform" },
  });
  const none = () => invoke(world, "getListenerRule", { listenerArn, priority: 1 });
  expect(errorOf(none)).toBe("Error: reading ELBv2 Listener Rule: empty result");
});
