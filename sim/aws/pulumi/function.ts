import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { defined } from "../../core/defined.ts";
import { NotSimulated } from "../../core/errors.ts";
import type { FunctionType, Properties, ProviderConfig } from "../../core/resource-type.ts";

/**
 * A function whose arguments have a schema; others than those of the schema and `region` are NotSimulated. Functions of
 * `global` services have no region.
 */
export function awsFunction<S extends z.ZodRawShape>(definition: {
  readonly token: string;
  readonly global?: true;
  readonly args: S;
  readonly takesMs?: number;
  invoke(cloud: Cloud, args: z.output<z.ZodObject<S>>, provider: ProviderConfig): Properties;
}): FunctionType {
  const { token, global } = definition;
  const schema = z.object(definition.args);
  return {
    token,
    ...defined({ takesMs: definition.takesMs }),
    invoke({ cloud, provider }, args) {
      for (const name of Object.keys(args)) {
        if ((global || name !== "region") && !(name in definition.args))
          throw new NotSimulated(token, `argument ${name}`);
      }
      const region = args["region"] ?? cloud.region;
      if (region !== cloud.region) throw new NotSimulated(token, `region ${String(region)}`);
      const result = definition.invoke(cloud, schema.parse(args), provider);
      return global ? result : { ...result, region };
    },
  };
}
