/** Health checks that find out what the simulated network and the pods in it would answer. */
import type { HttpResponse } from "../../kubernetes/types.ts";
import { matches } from "./health-check-settings.ts";
import type { CheckResult, HealthProbe } from "./health-checks.ts";
import { connectTarget } from "./target-connection.ts";
import type { TargetGroupRecord } from "./target-group.ts";
import { worldRevision } from "./world-revision.ts";

/**
 * One request to the health check path, over the network that security groups leave open.
 * Reasons: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html#target-health-reason-codes
 */
export const reachabilityProbe: HealthProbe = {
  kind: "checks",
  check(cloud, loadBalancerArn, group, target) {
    const { healthCheck } = group;
    const port = healthCheck.port === "traffic-port" ? target.port : Number(healthCheck.port);
    const connection = connectTarget(cloud, loadBalancerArn, group, target, port);
    if (connection.outcome === "timeout") {
      return { passed: false, reason: "Target.Timeout", description: "Request timed out" };
    }
    // Pods answer plain HTTP/1.1: a TLS handshake, HTTP/2 or gRPC call to them gets no usable answer.
    const speaksHttp = healthCheck.protocol === "HTTP" && group.protocolVersion === "HTTP1";
    if (connection.outcome === "refused" || !speaksHttp) return failed;
    let response: HttpResponse;
    try {
      response = connection.serve({
        method: "GET",
        path: healthCheck.path,
        headers: { host: `${target.id}:${port}`, connection: "close", "user-agent": "ELB-HealthChecker/2.0" },
      });
    } catch {
      return failed;
    }
    return judge(group, response.status);
  },
  revision: worldRevision,
};

const failed: CheckResult = {
  passed: false,
  reason: "Target.FailedHealthChecks",
  description: "Health checks failed",
};

function judge(group: TargetGroupRecord, status: number): CheckResult {
  if (matches(group.healthCheck.matcher, status)) return { passed: true };
  return {
    passed: false,
    reason: "Target.ResponseCodeMismatch",
    description: `Health checks failed with these codes: [${status}]`,
  };
}
