import * as pulumi from "@pulumi/pulumi";
import resproto from "@pulumi/pulumi/proto/resource_pb.js";
import structproto from "google-protobuf/google/protobuf/struct_pb.js";
import { componentType } from "../shared/child.ts";
import type { Priorities } from "./priorities.ts";

/** What the stack has of load balancers before this update changes anything. */
export interface Former {
  /** Priorities of rules by the rules' Pulumi names. */
  readonly priorities: Priorities;
  /** Outputs of listeners by their Pulumi names. */
  readonly listeners: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Load balancers by their Pulumi names. */
  readonly loadBalancers: Readonly<Record<string, FormerLoadBalancer>>;
  /** Components of this kind by their names. */
  readonly components: Readonly<Record<string, FormerComponent>>;
}

/** Outputs of a load balancer, as far as they count here. */
export interface FormerLoadBalancer {
  readonly internal: boolean;
  readonly name: string;
  /** Empty where the program gave the name. */
  readonly namePrefix: string;
  readonly enableDeletionProtection: boolean;
}

/** Outputs of this component that only it reads itself. */
export interface FormerComponent {
  /** Keys of the headers that it gave its listeners; absent in what an earlier program made. */
  readonly responseHeaders?: readonly string[];
}

/** Outputs of a stack's resources by URN, as the engine tells them. */
interface StackResources {
  readonly outputs?: Readonly<Record<string, StackResource>>;
}

interface StackResource {
  readonly type?: string;
  readonly outputs?: object;
}

/**
 * The engine answers from the state as it was saved, and after an update that failed with what that one did:
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/builtins.go
 */
export async function findFormer(): Promise<Former> {
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const { outputs = {} } = await readResources(stackName);
  const rules = outputsOf<{ readonly priority: number }>(outputs, "aws:lb/listenerRule:ListenerRule");
  return {
    priorities: Object.fromEntries(Object.entries(rules).map(([name, { priority }]) => [name, priority])),
    listeners: outputsOf(outputs, "aws:lb/listener:Listener"),
    loadBalancers: outputsOf<FormerLoadBalancer>(outputs, "aws:lb/loadBalancer:LoadBalancer"),
    components: outputsOf<FormerComponent>(outputs, componentType("SharedLoadBalancer")),
  };
}

/**
 * As `pulumi.runtime.invoke` asks, but for one thing: references to resources come as texts. The SDK would look up each resource
 * that an output refers to, among them those that this update has not come to yet, and the program would end there.
 *
 * @throws Error with what the engine says.
 */
async function readResources(stackName: string): Promise<StackResources> {
  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined) return {};
  const request = new resproto.ResourceInvokeRequest();
  request.setTok("pulumi:pulumi:readStackResourceOutputs");
  request.setArgs(structproto.Struct.fromJavaScript({ stackName }));
  request.setAcceptresources(false);
  return new Promise((resolve, reject) => {
    monitor.invoke(request, (error, response) => {
      if (error) reject(error);
      else resolve((response.getReturn()?.toJavaScript() ?? {}) as StackResources);
    });
  });
}

/** Outputs of the resources of a type, by their Pulumi names. */
function outputsOf<Outputs>(
  resources: Readonly<Record<string, StackResource>>,
  wanted: string,
): Readonly<Record<string, Outputs>> {
  const found = Object.entries(resources).filter(([, { type }]) => type === wanted);
  return Object.fromEntries(
    found.map(([urn, { outputs }]) => [urn.slice(urn.lastIndexOf("::") + 2), outputs as Outputs]),
  );
}
