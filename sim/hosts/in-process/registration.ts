import type { Properties, ProviderConfig } from "../../core/resource-type.ts";

/** What a program asks for when it constructs a resource. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** Expanded by a plugin (`awsx:ec2:Vpc`), not by the program itself. */
  readonly remote: boolean;
  readonly parent?: string;
  readonly inputs: Properties;
  /** URNs of all that it waits for: named in options, the source of an input, or its provider. */
  readonly dependencies: readonly string[];
  /** By input property, URNs of the resources that its value comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly provider: ProviderConfig;
  /** For remote components: providers of their children, by package. */
  readonly providers: Readonly<Record<string, ProviderConfig>>;
  /** Undefined: as the parent. */
  readonly protect?: boolean;
  /** Undefined: as the parent. */
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
  readonly replaceOnChanges: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly timeouts: { readonly createMs?: number; readonly updateMs?: number; readonly deleteMs?: number };
}

const PROVIDERS = "pulumi:providers:";

/** Provider resources are configuration only. */
export function isProvider(type: string): boolean {
  return type.startsWith(PROVIDERS);
}

/** The package of a provider resource: `aws` of `pulumi:providers:aws`. */
export function providedPackage(type: string): string {
  return type.slice(PROVIDERS.length);
}

/** Milliseconds of a duration as Pulumi's `customTimeouts` spell it: `10m`, `1h30m`, `45s`, `500ms`. */
export function durationMs(text: string): number {
  const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
    throw new Error(`"${text}" is not a duration; write it as 90s, 10m or 1h30m`);
  }
  return parts.reduce((sum, [, value, unit]) => sum + Number(value) * units[unit!]!, 0);
}
