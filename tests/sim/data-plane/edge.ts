import { once } from "node:events";
import { connect } from "node:net";
import { afterEach } from "vitest";
import { request, type Dispatcher } from "undici";
import type { Action, RuleCondition, RuleTransform } from "../../../sim/aws/elbv2/shapes.ts";
import { DataPlane, type ListenOptions, type RunningListener } from "../../../sim/data-plane/data-plane.ts";
import type { HttpRequest, HttpResponse } from "../../../sim/kubernetes/types.ts";
import { FakeCluster, openPodPort } from "../aws/elbv2/fake-cluster.ts";
import {
  forwardTo,
  newListener,
  newLoadBalancer,
  newTargetGroup,
  newWorld,
  type World,
} from "../aws/elbv2/world.ts";

const open: DataPlane[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((dataPlane) => dataPlane.close()));
});

/** An active load balancer on loopback, with pods that say who they are. */
export interface Edge extends World {
  readonly cluster: FakeCluster;
  readonly loadBalancerArn: string;
  readonly listenerArn: string;
  readonly targetGroupArn: string;
  readonly listener: RunningListener;
  readonly dataPlane: DataPlane;
  /** Requests that the pods have seen. */
  readonly seen: HttpRequest[];
  /** Starts pods, registers them and waits until they are healthy. */
  addPods(addresses: readonly string[], targetGroupArn?: string): void;
  addRule(
    priority: number,
    conditions: readonly RuleCondition[],
    action: Action,
    transforms?: readonly RuleTransform[],
  ): void;
  /** One request; the body as text. */
  get(path?: string, options?: GetOptions): Promise<Answer>;
}

type GetOptions = Omit<NonNullable<Parameters<typeof request>[1]>, "method"> & { readonly method?: string };

export interface Answer {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData["headers"];
  readonly body: string;
}

/** Opens an edge whose listener forwards to one target group by default. */
export async function openEdge(
  options: { readonly listen?: Partial<ListenOptions>; readonly connectTimeoutMs?: number } = {},
): Promise<Edge> {
  const world = newWorld();
  const loadBalancerArn = newLoadBalancer(world);
  const targetGroupArn = newTargetGroup(world);
  const listenerArn = newListener(world, loadBalancerArn, forwardTo(targetGroupArn));
  world.ec2("AuthorizeSecurityGroupIngress", {
    GroupId: world.securityGroupId,
    IpPermissions: [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
  });
  openPodPort(world);
  world.cloud.clock.advance(150_000);
  const dataPlane = new DataPlane(world.cloud, { connectTimeoutMs: options.connectTimeoutMs ?? 50 });
  open.push(dataPlane);
  const listener = await dataPlane.listen({ loadBalancerArn, ...options.listen });
  const cluster = new FakeCluster(world);
  const seen: HttpRequest[] = [];
  return {
    ...world,
    cluster,
    loadBalancerArn,
    listenerArn,
    targetGroupArn,
    listener,
    dataPlane,
    seen,
    addPods(addresses, groupArn = targetGroupArn) {
      for (const address of addresses) {
        cluster.startPod(address, {
          program: (received): HttpResponse => {
            seen.push(received);
            return { status: 200, headers: { "x-pod-ip": address }, body: address };
          },
        });
      }
      const Targets = addresses.map((Id) => ({ Id }));
      world.call("RegisterTargets", { TargetGroupArn: groupArn, Targets });
      world.cloud.clock.advance(30_000);
      seen.length = 0;
    },
    addRule(Priority, Conditions, action, Transforms) {
      const Actions = [action];
      world.call("CreateRule", { ListenerArn: listenerArn, Priority, Conditions, Actions, Transforms });
    },
    async get(path = "/", init = {}) {
      const { method = "GET", ...rest } = init;
      const response = await request(`${listener.url}${path}`, {
        ...rest,
        method: method as Dispatcher.HttpMethod,
      });
      return { status: response.statusCode, headers: response.headers, body: await response.body.text() };
    },
  };
}

/** Sends bytes as they are and gives back all that comes until the connection ends. */
export async function sendRaw(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.setEncoding("latin1");
  socket.on("data", (data: string) => {
    received += data;
  });
  socket.on("error", () => {});
  socket.write(text, "latin1");
  await once(socket, "close");
  return received;
}

export function pathIs(...values: string[]): RuleCondition {
  return { Field: "path-pattern", PathPatternConfig: { Values: values } };
}

export function forwardByWeight(weights: Readonly<Record<string, number>>, sticky = false): Action {
  return {
    Type: "forward",
    ForwardConfig: {
      TargetGroups: Object.entries(weights).map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
      ...(sticky && { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 } }),
    },
  };
}

export function rewriteUrl(Regex: string, Replace: string): RuleTransform {
  return { Type: "url-rewrite", UrlRewriteConfig: { Rewrites: [{ Regex, Replace }] } };
}

export function rewriteHost(Regex: string, Replace: string): RuleTransform {
  return { Type: "host-header-rewrite", HostHeaderRewriteConfig: { Rewrites: [{ Regex, Replace }] } };
}

export function fixed(body: string, status = "200"): Action {
  return {
    Type: "fixed-response",
    FixedResponseConfig: { StatusCode: status, ContentType: "text/plain", MessageBody: body },
  };
}
