/**
 * Entry point of `pulumi up`: builds one stack, whose role and settings are in `Pulumi.<stack>.yaml`, and exports its
 * outputs. Every key is described in `Pulumi.yaml`.
 */
import { deployStack } from "./stacks/index.ts";

export default async function program(): Promise<Record<string, unknown>> {
  return { ...(await deployStack()) };
}
