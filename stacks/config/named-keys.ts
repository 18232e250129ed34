import type { StackConfig } from "./stack-config.ts";

/** A key of AWS KMS, and the key of the configuration that names it. */
export interface NamedKey {
  readonly path: string;
  readonly arn: string;
}

/** Keys that the configuration names. */
export function namedKeys(config: StackConfig): NamedKey[] {
  const { encryptionKeyArn, nodeGroups } = config;
  const logKeyArn = config.role === "member" ? undefined : config.protection.logging?.keyArn;
  return [
    ...(logKeyArn === undefined ? [] : [{ path: "protection.logging.keyArn", arn: logKeyArn }]),
    ...(encryptionKeyArn === "" ? [] : [{ path: "encryptionKeyArn", arn: encryptionKeyArn }]),
    ...nodeGroups.flatMap(({ volumeKeyArn }, index) =>
      volumeKeyArn === undefined ? [] : [{ path: `nodeGroups[${index}].volumeKeyArn`, arn: volumeKeyArn }],
    ),
  ];
}
