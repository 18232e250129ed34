import * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import type { IngressAppNodes, IngressApp } from "./args.ts";
import { createBindings, type Bindings } from "./bindings.ts";
import type { CreatedBalancer } from "./balancer.ts";
import { awaitFirstPasses, type AwaitedBinding } from "./first-pass.ts";
import type { ResolvedCreateArgs, ResolvedJoinArgs } from "./resolve.ts";
import type { AppService } from "./service.ts";

/** What there is of one app. */
export interface AppSide {
  readonly nodes: IngressAppNodes;
  readonly app: IngressApp;
}

/**
 * Bindings of an app, and the wait for them where it is wanted. By them and those of the controller its targets get requests.
 *
 * @param balancers that the controller makes.
 * @param first the one that counts; undefined where there is none.
 */
export function createAppSide(
  parent: pulumi.Resource,
  args: ResolvedCreateArgs | ResolvedJoinArgs,
  service: AppService,
  balancers: readonly CreatedBalancer[],
  first: CreatedBalancer | undefined,
): AppSide {
  const bindings = createBindings(parent, args, service);
  const awaited = [
    ...balancers.flatMap((balancer) => byController(service, balancer)),
    ...byPulumi(service, bindings),
  ];
  const firstPasses = awaitFirstPasses(parent, args, service, awaited);
  const [binding] = Object.values(bindings);
  return {
    nodes: { ...service.nodes, ...defined({ binding }), bindings, firstPasses },
    app: {
      namespace: service.namespace,
      serviceName: service.serviceName,
      selector: service.app.selector,
      bindingNames: awaited.map(({ name }) => name),
      targetGroupArn: first?.targetGroupOf(service.app)?.arn ?? firstArn(service),
      targetGroupArns: Object.fromEntries(
        balancers.map(({ kind, targetGroupOf }) => [kind, targetGroupOf(service.app)?.arn]),
      ),
    },
  };
}

function byController({ app }: AppService, { kind, last, targetGroupOf }: CreatedBalancer): AwaitedBinding[] {
  const made = targetGroupOf(app);
  if (made === undefined) return [];
  const resourceName = kind === "ingress" ? app.resourceName : `${app.resourceName}-gateway`;
  return [{ name: made.name, resourceName, after: last }];
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
