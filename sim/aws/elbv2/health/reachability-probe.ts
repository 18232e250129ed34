/** Health checks that find out what the simulated network and the pods in it would answer. */
import { matches } from "../target-group/health-check-settings.ts";
import type { CheckResult, HealthProbe, TargetGroupRecord, TargetRecord } from "../records.ts";
import { TargetNetwork } from "../target/connection.ts";
import { worldRevision } from "./world-revision.ts";

/**
 * One request to the health check path, over the network that security groups leave open.
 * Reasons: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html#target-health-reason-codes
 */
export const reachabilityProbe: HealthProbe = {
  kind: "checks",
  begin(cloud, loadBalancerArn, group) {
    const network = new TargetNetwork(cloud, loadBalancerArn, group);
    return (target) => check(network, group, target);
  },
  revision: worldRevision,
};

function check(network: TargetNetwork, group: TargetGroupRecord, target: TargetRecord): CheckResult {
  const { healthCheck } = group;
  const port = healthCheck.port === "traffic-port" ? target.port : Number(healthCheck.port);
  const connection = network.connect(target, port);
  if (connection.outcome === "timeout") {
    return { passed: false, reason: "Target.Timeout", description: "Request timed out" };
  }
  if (connection.outcome === "refused") return failed;
  if (healthCheck.protocol === "TCP") return { passed: true };
  if (connection.outcome === "misunderstood") return failed;
  // Programs answer plain HTTP/1.1: a TLS handshake, HTTP/2 or gRPC call to them gets no usable answer.
  if (healthCheck.protocol !== "HTTP" || (group.protocolVersion ?? "HTTP1") !== "HTTP1") {
    return connection.serve.anyProtocol === true ? { passed: true } : failed;
  }
  try {
    const headers = {
      host: `${target.id}:${port}`,
      connection: "close",
      "user-agent": "ELB-HealthChecker/2.0",
    };
    return judge(group, connection.serve({ method: "GET", path: healthCheck.path ?? "/", headers }).status);
  } catch {
    return failed;
  }
}

const failed: CheckResult = {
  passed: false,
  reason: "Target.FailedHealthChecks",
  description: "Health checks failed",
};

function judge(group: TargetGroupRecord, status: number): CheckResult {
  if (matches(group.healthCheck.matcher ?? {}, status)) return { passed: true };
  return {
    passed: false,
    reason: "Target.ResponseCodeMismatch",
    description: `Health checks failed with these codes: [${status}]`,
  };
}
