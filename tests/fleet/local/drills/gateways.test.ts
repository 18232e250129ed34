import { expect, it } from "vitest";
import { play, told } from "./support.ts";

it("makes nothing of a listener that names a Secret, until its configuration names a certificate of ACM", async () => {
  const { moments, afterRemedy } = await play("gateway-certificate-refs");
  expect(told([...moments, ...afterRemedy])).toMatchInlineSnapshot(`
    "the Gateway is there, with certificateRefs
      cluster myeks, GatewayClass/alb, conditions
        Accepted True, Accepted: Accepted
      cluster myeks, Gateway/door, conditions
        Accepted False, Invalid: Check Gateway Events for more information.
        Programmed Unknown, Pending: Waiting for controller
      cluster myeks, event of Gateway/door
        FailedBuildModel: Failed build model due to No hostnames found for TLS cert discovery for listener on gateway game-2048/door with protocol:port HTTPS:443
    the LoadBalancerConfiguration names a certificate of ACM
      cluster myeks, GatewayClass/alb, conditions
        Accepted True, Accepted: Accepted
      cluster myeks, Gateway/door, conditions
        Accepted True, Accepted
        Programmed True, Programmed: arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/k8s-game2048-door-HASH/ID
      AWS, target group of the Gateway
        health check of path /, answer 200-399, every 15 s, unhealthy after 3
        targets healthy"
  `);
});

it("loses what the default says of the health check, until all of it is said again", async () => {
  const { moments, afterRemedy } = await play("gateway-lost-health-check");
  expect(told([...moments, ...afterRemedy])).toMatchInlineSnapshot(`
    "the Gateway's default has a whole health check
      AWS, target group of the Gateway
        health check of path /index.html, answer 200, every 6 s, unhealthy after 2
        targets healthy
    a configuration of the Service says another interval
      AWS, target group of the Gateway
        health check of path /, answer 200-399, every 10 s, unhealthy after 3
        targets healthy
    it says the whole health check
      AWS, target group of the Gateway
        health check of path /index.html, answer 200, every 10 s, unhealthy after 2
        targets healthy"
  `);
});

it("serves no class until the controller is started again", async () => {
  const { moments, afterRemedy } = await play("gateway-api-after-controller");
  expect(told([...moments, ...afterRemedy])).toMatchInlineSnapshot(`
    "somebody has applied the Gateway API, a class and a Gateway
      cluster myeks, GatewayClass/late, conditions
        Accepted Unknown, Pending: Waiting for controller
      cluster myeks, Gateway/door, conditions
        Accepted Unknown, Pending: Waiting for controller
        Programmed Unknown, Pending: Waiting for controller
    the controller is started again
      cluster myeks, GatewayClass/late, conditions
        Accepted True, Accepted: Accepted
      cluster myeks, Gateway/door, conditions
        Accepted True, Accepted
        Programmed True, Programmed: arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/k8s-game2048-door-HASH/ID
      AWS, target group of the Gateway
        health check of path /, answer 200-399, every 15 s, unhealthy after 3
        targets healthy"
  `);
});
