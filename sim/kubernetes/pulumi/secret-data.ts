import { isObject } from "../../core/is-object.ts";
import type { Properties } from "../../core/resource-type.ts";

/**
 * Inputs of a Secret as the server keeps them: it writes `stringData`, which it never gives back, into `data`. The
 * provider compares in this form: `normalizeSecret` in provider/pkg/clients/unstructured.go of pulumi-kubernetes.
 */
export function withSecretData(inputs: Properties): Properties {
  const { stringData, ...rest } = inputs;
  if (inputs["kind"] !== "Secret" || inputs["apiVersion"] !== "v1" || !isObject(stringData)) return inputs;
  const encoded = Object.entries(stringData).map(([key, text]) => [
    key,
    Buffer.from(String(text), "utf8").toString("base64"),
  ]);
  const data = isObject(rest["data"]) ? rest["data"] : {};
  return { ...rest, data: { ...data, ...(Object.fromEntries(encoded) as Properties) } };
}
