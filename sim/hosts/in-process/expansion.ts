import type { Child, Expansion, Properties, ProviderConfig } from "../../core/resource-type.ts";
import type { Registration } from "./registration.ts";
import type { ResourceRecord } from "./stack-state.ts";
import { ResourceReference, withIds } from "./wire.ts";

/** What a remote component needs of the deployment that it is part of. */
export interface Registrar {
  register(registration: Registration): ResourceRecord;
  invoke(token: string, args: Properties, provider: ProviderConfig): Properties;
  record(urn: string): ResourceRecord | undefined;
}

/** Lets a remote component register its children, which inherit its providers and dependencies. */
export function expansionOf(registrar: Registrar, parent: string, component: Registration): Expansion {
  const providerOf = (token: string): ProviderConfig => {
    const [packageName = ""] = token.split(":");
    return component.providers[packageName] ?? component.provider;
  };
  return {
    resource: (type, name, inputs, options) =>
      childOf(
        registrar.register({
          type,
          name,
          custom: true,
          remote: false,
          parent,
          inputs: withIds(inputs) as Properties,
          dependencies: [
            ...component.dependencies,
            ...(options?.dependsOn ?? []).map((child) => (child.reference as ResourceReference).urn),
          ],
          // Children's outputs are plain values here: where an input came from is not known.
          propertyDependencies: {},
          provider: providerOf(type),
          providers: {},
          protect: component.protect,
          retainOnDelete: component.retainOnDelete,
          replaceOnChanges: [],
          ignoreChanges: [],
          timeouts: {},
        }),
      ),
    invoke: (token, args) => registrar.invoke(token, withIds(args) as Properties, providerOf(token)),
    map: (value, compute) => compute(value),
    follow: (reference) => {
      if (!(reference instanceof ResourceReference)) return reference;
      const record = registrar.record(reference.urn);
      if (record === undefined) throw new Error(`unknown resource ${reference.urn}`);
      return { ...record.outputs, id: record.id };
    },
  };
}

function childOf(record: ResourceRecord): Child {
  return {
    output: (property) => (property === "id" ? record.id : record.outputs[property]),
    reference: new ResourceReference(record.urn, record.id),
  };
}
