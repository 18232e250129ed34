import type { UpResult } from "../../../sim/hosts/in-process/host.ts";
import { causesFirst, explain } from "../failures.ts";
import type { Symptom } from "./symptom.ts";

/** Why an update failed, causes first. */
export function failureSymptoms(stack: string, { programError, failures }: UpResult): Symptom[] {
  return [
    ...(programError === undefined ? [] : [{ where: `stack ${stack}`, what: programError.message }]),
    ...causesFirst(failures).map(({ type, name, message }) => ({
      where: `stack ${stack}, ${type} ${name}`,
      what: explain(message).join("\n"),
    })),
  ];
}
