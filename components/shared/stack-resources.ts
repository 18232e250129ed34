/** What the stack that runs has, as its state was saved before this update changes anything. */
import * as pulumi from "@pulumi/pulumi";
import resproto from "@pulumi/pulumi/proto/resource_pb.js";
import structproto from "google-protobuf/google/protobuf/struct_pb.js";

/** Resources of a stack by URN. */
export type StackResources = Readonly<Record<string, StackResource>>;

interface StackResource {
  readonly type?: string;
  readonly outputs?: object;
}

/**
 * The engine answers from the state as it was saved, and after an update that failed with what that one did:
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/builtins.go
 *
 * As `pulumi.runtime.invoke` asks, but for one thing: references to resources come as texts. The SDK would look up each resource
 * that an output refers to, among them those that this update has not come to yet, and the program would end there.
 *
 * @throws Error with what the engine says.
 */
export async function readOwnResources(): Promise<StackResources> {
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined) return {};
  const request = new resproto.ResourceInvokeRequest();
  request.setTok("pulumi:pulumi:readStackResourceOutputs");
  request.setArgs(structproto.Struct.fromJavaScript({ stackName }));
  request.setAcceptresources(false);
  return new Promise((resolve, reject) => {
    monitor.invoke(request, (error, response) => {
      if (error) reject(error);
      else resolve((response.getReturn()?.toJavaScript()["outputs"] ?? {}) as StackResources);
    });
  });
}

/** Outputs of the resources of a type, by their Pulumi names. */
export function outputsByName<Outputs>(
  resources: StackResources,
  wanted: string,
): Readonly<Record<string, Outputs>> {
  const found = Object.entries(resources).filter(([, { type }]) => type === wanted);
  return Object.fromEntries(
    found.map(([urn, { outputs }]) => [urn.slice(urn.lastIndexOf("::") + 2), outputs as Outputs]),
  );
}
