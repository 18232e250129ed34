/**
 * What load balancers report to CloudWatch while they answer.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
import type { Dimensions } from "../aws/cloudwatch/metrics.ts";
import type { LoadBalancerRecord } from "../aws/elbv2/records.ts";

/** One more of something. */
export interface Report {
  readonly metricName: string;
  readonly dimensions: Dimensions;
}

type Reporter = { readonly loadBalancer: LoadBalancerRecord };

/** The load balancer answers with an error by itself. */
export function ownError({ loadBalancer }: Reporter): Report {
  return { metricName: "HTTPCode_ELB_5XX_Count", dimensions: { LoadBalancer: lastParts(loadBalancer.arn) } };
}

/** A target answers with an error. */
export function targetError(by: Reporter, targetGroupArn: string): Report {
  return ofTargets("HTTPCode_Target_5XX_Count", by, targetGroupArn);
}

/** No connection to a target comes about, which the load balancer answers with an error. */
export function connectionError(by: Reporter, targetGroupArn: string): readonly Report[] {
  return [ofTargets("TargetConnectionErrorCount", by, targetGroupArn), ownError(by)];
}

/** A web ACL blocks a request. https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html */
export function blockedRequest({ loadBalancer }: Reporter, webAclMetric: string): Report {
  const Region = loadBalancer.arn.split(":")[3]!;
  return { metricName: "BlockedRequests", dimensions: { Region, Rule: "ALL", WebACL: webAclMetric } };
}

function ofTargets(metricName: string, { loadBalancer }: Reporter, targetGroupArn: string): Report {
  const TargetGroup = targetGroupArn.split(":").at(-1)!;
  return { metricName, dimensions: { LoadBalancer: lastParts(loadBalancer.arn), TargetGroup } };
}

/** `app/name/id` */
function lastParts(loadBalancerArn: string): string {
  return loadBalancerArn.split(":loadbalancer/").at(-1)!;
}
