import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { InProcessHost, type DestroyResult, type UpResult } from "../../../../sim/hosts/in-process/host.ts";
import type { OnStep } from "../../../../sim/hosts/in-process/events.ts";

export const REGION = "ap-northeast-2";
export const PROJECT = "shop";

/** What one update or destroy did, one line per step: `create main`, `update main`, `delete main (failed)`. */
export type Steps = readonly string[];

/** A cloud with a host that runs programs in it. Component and stack resources are left out of steps. */
export class Workshop {
  readonly cloud = new SimulatedCloud({ region: REGION });
  readonly host = new InProcessHost(this.cloud);

  /** Runs a program as a stack of project `shop`. */
  async up(
    program: () => unknown,
    options: {
      readonly stack?: string;
      readonly config?: Readonly<Record<string, string>>;
      readonly secretKeys?: readonly string[];
    } = {},
  ): Promise<UpResult & { readonly steps: Steps }> {
    const { stack = "dev", config, secretKeys } = options;
    const steps: string[] = [];
    const result = await this.host.up(
      {
        project: PROJECT,
        stack,
        config: { "aws:region": REGION, ...config },
        ...(secretKeys === undefined ? {} : { secretKeys }),
        program: async () => (await program()) as Record<string, unknown>,
      },
      { onStep: noteIn(steps) },
    );
    return { ...result, steps };
  }

  /** Runs a program that must succeed. @throws Error with what failed. */
  async succeed(...args: Parameters<Workshop["up"]>): Promise<UpResult & { readonly steps: Steps }> {
    const result = await this.up(...args);
    if (!result.succeeded)
      throw result.programError ?? new Error(JSON.stringify(result.failures, undefined, 2));
    return result;
  }

  destroy(stack = "dev"): DestroyResult & { readonly steps: Steps } {
    const steps: string[] = [];
    return { ...this.host.destroy(PROJECT, stack, { onStep: noteIn(steps) }), steps };
  }
}

/** Type, name and message of what failed. */
export function failuresOf({ failures }: UpResult | DestroyResult): string[] {
  return failures.map(({ name, message }) => `${name}: ${message}`);
}

/** Names out of URNs. */
export function namesOf(urns: readonly string[]): string[] {
  return urns.map((urn) => urn.slice(urn.lastIndexOf("::") + 2));
}

function noteIn(steps: string[]): OnStep {
  return ({ operation, status, name, type }) => {
    // Components have no module part in their type.
    if (status === "started" || !type.includes("/")) return;
    steps.push(`${operation} ${name}${status === "failed" ? " (failed)" : ""}`);
  };
}
