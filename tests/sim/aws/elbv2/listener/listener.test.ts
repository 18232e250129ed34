import { expect, it } from "vitest";
import {
  errorOf,
  forwardTo,
  newListener,
  newLoadBalancer,
  newTargetGroup,
  newWorld,
  NOT_FOUND,
} from "../world.ts";

it("makes, changes and deletes a listener", () => {
  const world = newWorld();
  const { call } = world;
  const loadBalancer = newLoadBalancer(world);
  const arn = newListener(world, loadBalancer);
  const describe = () => call("DescribeListeners", { LoadBalancerArn: loadBalancer }).Listeners;
  expect(arn).toMatch(new RegExp(`^${loadBalancer.replace(":loadbalancer/", ":listener/")}/[0-9a-f]{16}$`));
  expect(describe()).toEqual([
    {
      ListenerArn: arn,
      LoadBalancerArn: loadBalancer,
      Port: 80,
      Protocol: "HTTP",
      DefaultActions: [NOT_FOUND],
    },
  ]);
  const targetGroup = newTargetGroup(world);
  call("ModifyListener", { ListenerArn: arn, Port: 8080, DefaultActions: [forwardTo(targetGroup)] });
  expect(describe()[0]).toMatchObject({ Port: 8080, DefaultActions: [{ TargetGroupArn: targetGroup }] });
  call("DeleteListener", { ListenerArn: arn });
  expect(describe()).toEqual([]);
  expect(errorOf(() => call("DeleteListener", { ListenerArn: arn }))).toBe(
    `ListenerNotFound: Listener '${arn}' not found`,
  );
});

it("gives each port of a load balancer to one listener", () => {
  const world = newWorld();
  const loadBalancer = newLoadBalancer(world);
  newListener(world, loadBalancer);
  expect(errorOf(() => newListener(world, loadBalancer))).toBe(
    `DuplicateListener: A listener already exists on this port for this load balancer '${loadBalancer}'`,
  );
  const { Listeners } = world.call("CreateListener", {
    LoadBalancerArn: loadBalancer,
    Protocol: "HTTP",
    Port: 81,
    DefaultActions: [NOT_FOUND],
  });
  const move = () => world.call("ModifyListener", { ListenerArn: Listeners[0]!.ListenerArn, Port: 80 });
  expect(errorOf(move)).toBe(
    `DuplicateListener: A listener already exists on this port for this load balancer '${loadBalancer}'`,
  );
});

it("wants a certificate and a known policy for HTTPS, and neither for HTTP", () => {
  const world = newWorld();
  const certificate = world.cloud.arn("acm", "certificate/1");
  const LoadBalancerArn = newLoadBalancer(world);
  const create = (parameters: object) => () =>
    world.call("CreateListener", {
      LoadBalancerArn,
      Port: 443,
      Protocol: "HTTPS",
      DefaultActions: [NOT_FOUND],
      ...parameters,
    });
  const Certificates = [{ CertificateArn: certificate }];
  expect(errorOf(create({}))).toBe("ValidationError: A certificate must be specified for HTTPS listeners");
  expect(errorOf(create({ Certificates: [{ CertificateArn: "arn:x" }] }))).toBe(
    "ValidationError: Certificate ARN 'arn:x' is not valid",
  );
  expect(errorOf(create({ Certificates: [...Certificates, ...Certificates] }))).toBe(
    "ValidationError: You can specify only one certificate per listener",
  );
  expect(errorOf(create({ Certificates, SslPolicy: "none" }))).toBe(
    "SSLPolicyNotFound: SSL policy 'none' not found",
  );
  expect(errorOf(create({ Certificates, MutualAuthentication: { Mode: "verify" } }))).toBe(
    'Error: NotSimulated: elasticloadbalancing:CreateListener (MutualAuthentication {"Mode":"verify"})',
  );
  expect(errorOf(create({ Protocol: "HTTP", Certificates }))).toBe(
    "ValidationError: Certificates cannot be specified for HTTP listeners",
  );
  expect(errorOf(create({ Protocol: "HTTP", SslPolicy: "x" }))).toBe(
    "ValidationError: SSL policies cannot be specified for HTTP listeners",
  );
  expect(errorOf(create({ Protocol: "TCP" }))).toBe(
    "ValidationError: Listener protocol 'TCP' must be one of 'HTTP, HTTPS'",
  );
  expect(errorOf(create({ Protocol: undefined }))).toBe(
    "ValidationError: A listener protocol must be specified",
  );
  expect(errorOf(create({ Port: undefined }))).toBe("ValidationError: A listener port must be specified");
  expect(create({ Certificates })().Listeners[0]).toMatchObject({
    Certificates,
    SslPolicy: "ELBSecurityPolicy-2016-08",
    MutualAuthentication: { Mode: "off" },
  });
});

it("keeps a list of certificates beside the default one, which may be in the list, too", () => {
  const world = newWorld();
  const [first, second] = ["1", "2"].map((id) => ({
    CertificateArn: world.cloud.arn("acm", `certificate/${id}`),
  }));
  const { Listeners } = world.call("CreateListener", {
    LoadBalancerArn: newLoadBalancer(world),
    Port: 443,
    Protocol: "HTTPS",
    Certificates: [first!],
    DefaultActions: [NOT_FOUND],
  });
  const ListenerArn = Listeners[0]!.ListenerArn;
  expect(world.call("AddListenerCertificates", { ListenerArn, Certificates: [first!, second!] })).toEqual({
    Certificates: [
      { ...first, IsDefault: false },
      { ...second, IsDefault: false },
    ],
  });
  expect(world.call("DescribeListenerCertificates", { ListenerArn }).Certificates).toEqual([
    { ...first, IsDefault: true },
    { ...first, IsDefault: false },
    { ...second, IsDefault: false },
  ]);
  world.call("ModifyListener", { ListenerArn, Certificates: [second!] });
  expect(world.call("DescribeListenerCertificates", { ListenerArn }).Certificates).toEqual([
    { ...second, IsDefault: true },
    { ...first, IsDefault: false },
    { ...second, IsDefault: false },
  ]);
  const remove = (certificate: typeof first) => () =>
    world.call("RemoveListenerCertificates", { ListenerArn, Certificates: [certificate!] });
  remove(first)();
  remove(second)();
  expect(world.call("DescribeListenerCertificates", { ListenerArn }).Certificates).toEqual([
    { ...second, IsDefault: true },
  ]);
  expect(errorOf(remove(second))).toBe("OperationNotPermitted: Default certificate cannot be removed");
  const many = Array.from({ length: 26 }, (_, id) => ({
    CertificateArn: world.cloud.arn("acm", `certificate/m${id}`),
  }));
  expect(errorOf(() => world.call("AddListenerCertificates", { ListenerArn, Certificates: many }))).toBe(
    "TooManyCertificates: You've reached the limit on the number of certificates per load balancer",
  );
});

it("says nothing of certificates that are taken from a listener without any", () => {
  const world = newWorld();
  const ListenerArn = newListener(world, newLoadBalancer(world));
  const Certificates = [{ CertificateArn: world.cloud.arn("acm", "certificate/1") }];
  expect(errorOf(() => world.call("RemoveListenerCertificates", { ListenerArn, Certificates }))).toBe(
    "Error: NotSimulated: elasticloadbalancing:RemoveListenerCertificates (a listener without certificates)",
  );
  expect(world.call("DescribeListenerCertificates", { ListenerArn })).toEqual({ Certificates: [] });
});

it("finds listeners by ARN or load balancer", () => {
  const world = newWorld();
  const arn = newListener(world, newLoadBalancer(world));
  expect(world.call("DescribeListeners", { ListenerArns: [arn] }).Listeners).toHaveLength(1);
  expect(errorOf(() => world.call("DescribeListeners", { ListenerArns: ["arn:none"] }))).toBe(
    "ListenerNotFound: One or more listeners not found",
  );
  expect(errorOf(() => world.call("DescribeListeners", { LoadBalancerArn: "arn:none" }))).toBe(
    "LoadBalancerNotFound: Load balancer 'arn:none' not found",
  );
  expect(errorOf(() => world.call("DescribeListeners", {}))).toBe(
    "ValidationError: You must specify either listener ARNs or a load balancer ARN",
  );
});
