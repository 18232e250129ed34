import * as pulumi from "@pulumi/pulumi";

/**
 * What a look at AWS tells. A preview does without credentials as far as it can: it warns, and goes on without.
 *
 * @param question what cannot be told without, e.g. `whether member stacks use this one`.
 * @throws RunError when an update may not look.
 */
export async function told<T>(question: string, look: Promise<T>): Promise<T | undefined> {
  try {
    return await look;
  } catch (error) {
    const reason = `${question} cannot be told: ${(error as Error).message}`;
    if (!pulumi.runtime.isDryRun()) throw new pulumi.RunError(reason);
    await pulumi.log.warn(reason);
    return undefined;
  }
}
