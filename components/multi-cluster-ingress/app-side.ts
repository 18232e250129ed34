import * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import type { IngressAppNodes, IngressApp } from "./args.ts";
import { createBindings, type Bindings } from "./bindings.ts";
import type { CreatedIngress } from "./create-side.ts";
import { awaitFirstPasses, type AwaitedBinding } from "./first-pass.ts";
import type { ResolvedCreateArgs, ResolvedJoinArgs } from "./resolve.ts";
import type { AppService } from "./service.ts";

/** What there is of one app. */
export interface AppSide {
  readonly nodes: IngressAppNodes;
  readonly app: IngressApp;
}

/** Bindings of an app, and the wait for them where it is wanted. By them and the Ingress its targets get requests. */
export function createAppSide(
  parent: pulumi.Resource,
  args: ResolvedCreateArgs | ResolvedJoinArgs,
  service: AppService,
  ingress: CreatedIngress | undefined,
): AppSide {
  const bindings = createBindings(parent, args, service);
  const awaited = [...byController(service, ingress), ...byPulumi(service, bindings)];
  const firstPasses = awaitFirstPasses(parent, args, service, awaited);
  const [binding] = Object.values(bindings);
  return {
    nodes: { ...service.nodes, ...defined({ binding }), bindings, firstPasses },
    app: {
      namespace: service.namespace,
      serviceName: service.serviceName,
      selector: service.app.selector,
      bindingNames: awaited.map(({ name }) => name),
      targetGroupArn: ingress?.targetGroupOf(service.app)?.arn ?? firstArn(service),
    },
  };
}

function byController({ app }: AppService, ingress: CreatedIngress | undefined): AwaitedBinding[] {
  const made = ingress?.targetGroupOf(app);
  if (ingress === undefined || made === undefined) return [];
  return [{ name: made.name, resourceName: app.resourceName, after: ingress.ingress }];
}

function byPulumi({ app }: AppService, bindings: Bindings): AwaitedBinding[] {
  return app.bindings.map(({ name, resourceName }) => {
    const after = bindings[name]!;
    return { name: after.metadata.name, resourceName, after };
  });
}

function firstArn({ app }: AppService): pulumi.Output<string> | undefined {
  const [binding] = app.bindings;
  return binding === undefined ? undefined : pulumi.output(binding.targetGroupArn);
}
