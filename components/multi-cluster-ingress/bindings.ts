import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { bindingSpec, createBinding, tcpPorts } from "../shared/target-group-binding.ts";
import type { AppBindingArgs } from "./app-args.ts";
import { bindingResourceName } from "./resolve-app.ts";
import { portOfPods, type AppService } from "./service.ts";
import type { SideArgs } from "./side-args.ts";

/** Bindings of an app, by name. */
export type Bindings = Readonly<Record<string, kubernetes.apiextensions.CustomResource>>;

/** What bindings have in common. */
type BindingSideArgs = SideArgs & { readonly vpcId?: pulumi.Input<string> };

/**
 * The bindings of an app's Service to target groups that are there already. The controller's webhook refuses one at
 * once if the target group does not exist, does not suit the binding or cannot be read; there is nothing more to wait
 * for before there are pods to register, see {@link Rollout}.
 */
export function createBindings(
  parent: pulumi.Resource,
  args: BindingSideArgs,
  service: AppService,
): Bindings {
  return Object.fromEntries(
    service.app.bindings.map((binding) => [binding.name, bindApp(parent, args, service, binding)]),
  );
}

function bindApp(
  parent: pulumi.Resource,
  args: BindingSideArgs,
  service: AppService,
  { name, resourceName, targetGroupArn }: Required<AppBindingArgs>,
): kubernetes.apiextensions.CustomResource {
  const { app, namespace, serviceName, dependsOn } = service;
  const spec = bindingSpec({
    targetGroupArn,
    targetType: app.targetType,
    // Checked.
    vpcId: args.vpcId!,
    service: { name: serviceName, port: app.service.port },
    backendSecurityGroupId: args.backendSecurityGroupId,
    ports: tcpPorts(portsOf(service)),
  });
  return createBinding(
    resourceName,
    { metadata: { name, namespace }, spec },
    { parent, dependsOn: [...dependsOn], ...aliasesOf(service, name, resourceName) },
    args.transform.binding,
  );
}

/** The name by default: a binding that gets one of its own stays what it is. */
function aliasesOf(
  { app }: AppService,
  name: string,
  resourceName: string,
): Pick<pulumi.ResourceOptions, "aliases"> {
  const byDefault = bindingResourceName(name, app.resourceName, app.serviceName);
  return byDefault === resourceName ? {} : { aliases: [{ name: byDefault }] };
}

/**
 * Ports that nodes open to the load balancer: those of the pods, or the one by which nodes serve the Service. That is
 * given out when the Service is made; of one that is somebody else's it is not known, and all ports are opened.
 */
function portsOf({ app, nodes }: AppService): readonly (pulumi.Input<number | string> | undefined)[] {
  const { healthCheckPort, targetType } = app;
  const port = portOfPods(app);
  if (targetType === "ip") return [...new Set([port, healthCheckPort ?? port])];
  if (nodes.service === undefined) return [undefined];
  const nodePort = nodes.service.spec.ports[0]!.nodePort;
  return healthCheckPort === undefined ? [nodePort] : [nodePort, healthCheckPort];
}
