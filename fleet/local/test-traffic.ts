import { defined } from "../../components/shared/defined.ts";
import type { Cloud } from "../../sim/core/cloud.ts";
import type { DataPlane, ListenOptions, RunningListener } from "../../sim/data-plane/data-plane.ts";
import { UserError } from "../project/errors.ts";
import { admittedAddress } from "./admitted-address.ts";
import type { TestedLoadBalancer } from "./report.ts";
import { REQUESTS, sendTraffic } from "./traffic.ts";
import type { LoadBalancerReport, Verification } from "./verify.ts";

export interface TestOptions {
  /** Port on 127.0.0.1 of the first load balancer. Default: a free one. */
  readonly port?: number | undefined;
  /** How many are sent through each. Default: {@link REQUESTS}. */
  readonly requests?: number;
}

/** Lets every load balancer answer on loopback, and sends requests through it. */
export async function testTraffic(
  cloud: Cloud,
  dataPlane: DataPlane,
  { loadBalancers, targets }: Verification,
  { port, requests = REQUESTS }: TestOptions = {},
): Promise<TestedLoadBalancer[]> {
  const tested: TestedLoadBalancer[] = [];
  for (const [index, loadBalancer] of loadBalancers.entries()) {
    const { httpPort, httpsPorts } = portsOf(cloud, loadBalancer);
    const from = admittedAddress(cloud, loadBalancer.arn, httpPort);
    const { url } = await listen(dataPlane, {
      loadBalancerArn: loadBalancer.arn,
      clientAddress: from,
      ...defined({ port: index === 0 ? port : undefined }),
    });
    const own = targets.filter(({ loadBalancers: names }) => names.includes(loadBalancer.name));
    const notTested = httpsPorts.map((number) => `HTTPS on port ${number}`);
    const traffic = { ...(await sendTraffic({ url, from, targets: own, requests })), notTested };
    tested.push({ ...loadBalancer, url, traffic });
  }
  return tested;
}

/** The port that the data plane answers for, and those that it cannot. */
function portsOf(cloud: Cloud, { arn }: LoadBalancerReport) {
  const { Listeners } = cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeListeners", {
    LoadBalancerArn: arn,
  });
  const withProtocol = (wanted: string): number[] =>
    Listeners.filter(({ Protocol }) => Protocol === wanted).map(({ Port }) => Port);
  const [httpPort = 80] = withProtocol("HTTP");
  return { httpPort, httpsPorts: withProtocol("HTTPS") };
}

async function listen(dataPlane: DataPlane, options: ListenOptions): Promise<RunningListener> {
  try {
    return await dataPlane.listen(options);
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}
