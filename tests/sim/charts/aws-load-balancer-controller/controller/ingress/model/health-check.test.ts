import { describe, expect, it } from "vitest";
import { PREFIX } from "../../../../../../../sim/charts/aws-load-balancer-controller/controller/ingress/annotations.ts";
import { buildHealthCheck } from "../../../../../../../sim/charts/aws-load-balancer-controller/controller/ingress/model/health-check.ts";
import type { Service } from "../../../../../../../sim/charts/aws-load-balancer-controller/controller/kubernetes/objects.ts";
import { service } from "../../../../../../support/controller-replay/objects.ts";

const ports = [
  { name: "http", port: 80, targetPort: 8080, nodePort: 30080 },
  { name: "health", port: 81, targetPort: "status", nodePort: 30081 },
];

function check(
  annotations: Record<string, string>,
  { targetType = "ip" as "ip" | "instance", version = "HTTP1" } = {},
) {
  const prefixed = Object.entries(annotations).map(([name, value]) => [`${PREFIX}/${name}`, value]);
  return buildHealthCheck(
    service("app", { ports }) as Service,
    Object.fromEntries(prefixed) as Record<string, string>,
    { targetType, protocol: "HTTP", protocolVersion: version },
  );
}

describe("health check of a target group", () => {
  it("has the controller's defaults", () => {
    expect(check({})).toEqual({
      port: "traffic-port",
      protocol: "HTTP",
      path: "/",
      matcher: { HttpCode: "200" },
      intervalSeconds: 15,
      timeoutSeconds: 5,
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 2,
    });
  });

  it("is another for gRPC", () => {
    const { path, matcher } = check({}, { version: "GRPC" });
    expect([path, matcher]).toEqual(["/AWS.ALB/healthcheck", { GrpcCode: "12" }]);
  });

  it("is as annotations say", () => {
    const annotations = {
      "healthcheck-port": "9000",
      "healthcheck-protocol": "HTTPS",
      "healthcheck-path": "/ready",
      "success-codes": "200-204",
      "healthcheck-interval-seconds": "10",
      "healthcheck-timeout-seconds": "3",
      "healthy-threshold-count": "4",
      "unhealthy-threshold-count": "6",
    };
    expect(check(annotations)).toEqual({
      port: "9000",
      protocol: "HTTPS",
      path: "/ready",
      matcher: { HttpCode: "200-204" },
      intervalSeconds: 10,
      timeoutSeconds: 3,
      healthyThresholdCount: 4,
      unhealthyThresholdCount: 6,
    });
  });

  it("goes to the pods' number of a named port, or to its node port", () => {
    expect(check({ "healthcheck-port": "http" }).port).toBe("8080");
    expect(check({ "healthcheck-port": "http" }, { targetType: "instance" }).port).toBe("30080");
    expect(check({ "healthcheck-port": "health" }, { targetType: "instance" }).port).toBe("30081");
  });

  it.each([
    [{ "healthcheck-protocol": "TCP" }, "healthCheckProtocol must be within [HTTP, HTTPS]"],
    [
      { "healthcheck-port": "metrics" },
      "failed to resolve healthCheckPort: unable to find port metrics on service game/app",
    ],
    [
      { "healthcheck-port": "health" },
      "cannot use named healthCheckPort for IP TargetType when service's targetPort is a named port",
    ],
  ])("is refused: %j", (annotations, words) => {
    expect(() => check(annotations)).toThrow(new Error(words));
  });
});
