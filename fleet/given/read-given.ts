import { basename } from "node:path";
import { describeIssues } from "../../stacks/config/issues.ts";
import { UserError } from "../project/errors.ts";
import { readYamlFile } from "../project/yaml-file.ts";
import { knownKeysAt } from "../../stacks/config/known-keys.ts";
import { givenSchema, type Given } from "./schema.ts";

/** What a `--given` file says is in the account. */
export interface GivenFile extends Given {
  /** Its name, for messages. */
  readonly name: string;
}

/** Reads a `--given` file. @throws UserError with all that is wrong with its form. */
export function readGiven(path: string): GivenFile {
  const content = readYamlFile(path, "what is in the account");
  const parsed = givenSchema.safeParse(content);
  if (parsed.success) return { ...parsed.data, name: basename(path) };
  const problems = describeIssues(parsed.error.issues, content, (at) => knownKeysAt(givenSchema, at));
  throw UserError.forProblems(
    basename(path),
    problems.map(({ path: place, reason }) => `${place} ${reason}`),
  );
}
