import type { Properties } from "../../core/resource-type.ts";
import { isRecord } from "../api/plain.ts";

/**
 * Inputs of a Secret as the server keeps them: it writes `stringData`, which it never gives back, into `data`. The
 * provider compares in this form: `normalizeSecret` in provider/pkg/clients/unstructured.go of pulumi-kubernetes.
 */
export function withSecretData(inputs: Properties): Properties {
  const { stringData, ...rest } = inputs;
  if (inputs["kind"] !== "Secret" || inputs["apiVersion"] !== "v1" || !isRecord(stringData)) return inputs;
  const encoded = Object.entries(stringData).map(([key, text]) => [
    key,
    Buffer.from(String(text), "utf8").toString("base64"),
  ]);
  const data = isRecord(rest["data"]) ? rest["data"] : {};
  return { ...rest, data: { ...data, ...(Object.fromEntries(encoded) as Properties) } };
}
