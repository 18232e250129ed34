import { expect, it } from "vitest";
import { decodeEnvelope, requireName } from "../../../../sim/kubernetes/api/envelope.ts";
import { builtInKinds } from "../../../../sim/kubernetes/api/kinds.ts";
import type { Manifest } from "../../../../sim/kubernetes/types.ts";

const BASE = { apiVersion: "apps/v1", kind: "Deployment" };
const HANDLED = 'BadRequest: Deployment in version "v1" cannot be handled as a Deployment:';

function refusal(object: unknown): string {
  try {
    const manifest = decodeEnvelope(object as Manifest);
    return requireName(builtInKinds.get("apps/v1/Deployment")!, manifest);
  } catch (error) {
    return `${(error as { reason: string }).reason}: ${(error as Error).message}`;
  }
}

it.each<readonly [unknown, string]>([
  [5, "BadRequest: couldn't get version/kind; json parse error: not an object"],
  [{ apiVersion: "v1" }, `BadRequest: Object 'Kind' is missing in '{"apiVersion":"v1"}'`],
  [
    { kind: "Pod", apiVersion: null },
    `BadRequest: Object 'apiVersion' is missing in '{"kind":"Pod","apiVersion":null}'`,
  ],
  [
    { ...BASE, kind: ["Pod"] },
    "BadRequest: couldn't get version/kind; json parse error: json: cannot unmarshal array into Go struct field .kind of type string",
  ],
  [BASE, 'Invalid: Deployment.apps "" is invalid: metadata.name: Required value: name is required'],
  [
    { ...BASE, metadata: { name: "" } },
    'Invalid: Deployment.apps "" is invalid: metadata.name: Required value: name is required',
  ],
  [
    { ...BASE, metadata: "x" },
    `${HANDLED} json: cannot unmarshal string into Go struct field .metadata of type v1.ObjectMeta`,
  ],
  [
    { ...BASE, metadata: { name: 5 } },
    `${HANDLED} json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string`,
  ],
  [
    { ...BASE, metadata: { labels: { a: true } } },
    `${HANDLED} json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels.a of type string`,
  ],
  [{ ...BASE, metadata: { nmae: "x" } }, `${HANDLED} strict decoding error: unknown field "metadata.nmae"`],
  [{ ...BASE, metadata: { name: "x", labels: null } }, "x"],
])("%j: %s", (object, answer) => {
  expect(refusal(object)).toBe(answer);
});
