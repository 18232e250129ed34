import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { TARGET_GROUP_BINDING } from "../shared/target-group-binding.ts";
import { transformed, type WithPlainMetadata } from "../shared/transform.ts";
import type { AppBindingArgs } from "./app-args.ts";
import { bindingResourceName } from "./resolve-app.ts";
import { portOfPods, type AppService } from "./service.ts";
import type { SideArgs } from "./side-args.ts";
import { bindingSpec, IMMUTABLE_FIELDS, type TargetGroupBindingArgs } from "./target-group-binding.ts";

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
    service.app.bindings.map((binding) => [binding.name, createBinding(parent, args, service, binding)]),
  );
}

function createBinding(
  parent: pulumi.Resource,
  args: BindingSideArgs,
  service: AppService,
  { name, resourceName, targetGroupArn }: Required<AppBindingArgs>,
): kubernetes.apiextensions.CustomResource {
  const { app, namespace, serviceName, dependsOn } = service;
  const own = {
    args: {
      metadata: { name, namespace },
      spec: bindingSpec({
        targetGroupArn,
        targetType: app.targetType,
        // Checked.
        vpcId: args.vpcId!,
        service: { name: serviceName, port: app.service.port },
        backendSecurityGroupId: args.backendSecurityGroupId,
        ports: portsOf(service),
      }),
    },
    opts: {
      parent,
      dependsOn: [...dependsOn],
      replaceOnChanges: [...IMMUTABLE_FIELDS],
      // The name is fixed, and two bindings of one target group would deregister each other's pods.
      deleteBeforeReplace: true,
      ...aliasesOf(service, name, resourceName),
    },
  };
  const wanted = transformed<TargetGroupBindingArgs, WithPlainMetadata<TargetGroupBindingArgs>>(
    resourceName,
    own,
    args.transform.binding,
  );
  return new kubernetes.apiextensions.CustomResource(
    resourceName,
    { ...TARGET_GROUP_BINDING, ...wanted.args },
    wanted.opts,
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
