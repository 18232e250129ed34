import type { Flags } from "./process/flags.ts";

/** What the controller was configured with: its flags, durations in milliseconds, and the region and VPC that it found. */
export type ControllerConfig = { readonly [Name in keyof Flags as CamelCase<Name>]: Flags[Name] } & {
  readonly region: string;
  readonly vpcId: string;
};

type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Text;
