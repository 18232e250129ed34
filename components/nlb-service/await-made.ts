import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import { findLoadBalancer, notApplied } from "../shared/load-balancer/of-controller.ts";
import { lookUntil } from "../shared/look-until.ts";
import { REVISION_TAG } from "../shared/revision.ts";
import type { ResolvedNlbPort } from "./port-args.ts";

/** A Service, as far as it tells what the controller has to make of it. */
export interface AwaitedService {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceName: string;
  /** From its status. */
  readonly hostname: string;
  readonly ports: readonly Pick<ResolvedNlbPort, "port" | "protocol">[];
  readonly revision: string;
}

/** What the controller made; what is missing is not known yet, in a preview. */
export interface MadeNlb {
  readonly loadBalancerArn?: string;
  /** By port; the binding has the name of its target group. */
  readonly targetGroups: Readonly<Record<string, { readonly arn: string; readonly name: string }>>;
}

/** A listener that is there. */
interface FoundListener {
  readonly port: number;
  readonly protocol: string;
  readonly revision: string | undefined;
  readonly targetGroup: { readonly arn: string; readonly name: string };
}

interface FoundNlb {
  readonly loadBalancerArn: string;
  readonly listeners: readonly FoundListener[];
}

/**
 * Waits until the controller has applied a Service, and tells what it made of it. It comes to listeners after the security
 * groups, target groups and the load balancer, and stops at the first refusal (pkg/deploy/stack_deployer.go). A preview does
 * not wait.
 *
 * @throws RunError when the controller has not applied it in time.
 */
export async function awaitMade(service: AwaitedService, opts: pulumi.InvokeOptions): Promise<MadeNlb> {
  const look = () => findNlb(service, opts);
  if (pulumi.runtime.isDryRun()) return madeOf(await look().catch(() => undefined));
  const found = await lookUntil(
    look,
    (nlb) => whatIsMissing(service, nlb),
    (problem) => notApplied({ ...service, kind: "Service", name: service.serviceName }, problem),
  );
  return madeOf(found);
}

async function findNlb({ hostname, ports }: AwaitedService, opts: pulumi.InvokeOptions): Promise<FoundNlb> {
  // `name-0123456789abcdef.elb.region.amazonaws.com`
  const [, name] = /^(.+)-[0-9a-f]{16}\.elb\./.exec(hostname) ?? [];
  const { arn: loadBalancerArn } = await findLoadBalancer("Service", hostname, name, opts);
  const listeners = await Promise.all(ports.map(({ port }) => findListener(loadBalancerArn, port, opts)));
  return { loadBalancerArn, listeners };
}

async function findListener(
  loadBalancerArn: string,
  port: number,
  opts: pulumi.InvokeOptions,
): Promise<FoundListener> {
  const { protocol, tags, defaultActions } = await aws.lb.getListener({ loadBalancerArn, port }, opts);
  const [arn] = defaultActions.map(({ targetGroupArn }) => targetGroupArn);
  if (arn === undefined || arn === "") throw new Error(`the listener of port ${port} leads nowhere`);
  const { name } = await aws.lb.getTargetGroup({ arn }, opts);
  return { port, protocol, revision: tags[REVISION_TAG], targetGroup: { arn, name } };
}

function whatIsMissing({ ports, revision }: AwaitedService, { listeners }: FoundNlb): string | undefined {
  const stale = ports.filter(({ port, protocol }) =>
    listeners.some((one) => one.port === port && (one.revision !== revision || one.protocol !== protocol)),
  );
  if (stale.length === 0) return undefined;
  const ofPorts = stale.map(({ port }) => port).join(", ");
  return `what listens on port ${ofPorts} still is as an earlier state of the Service asked for`;
}

function madeOf(found: FoundNlb | undefined): MadeNlb {
  const targetGroups = (found?.listeners ?? []).map(({ port, targetGroup }) => [String(port), targetGroup]);
  return {
    ...defined({ loadBalancerArn: found?.loadBalancerArn }),
    targetGroups: Object.fromEntries(targetGroups) as MadeNlb["targetGroups"],
  };
}
