import { runProgram, type Answers } from "./pulumi-program.ts";

/** What a look at AWS refuses, without the words before the list of problems; `accepted` where it refuses nothing. */
export async function refused(look: () => Promise<void>, calls: Answers["calls"] = {}): Promise<string> {
  const { result } = await runProgram(
    () =>
      look().then(
        () => "accepted",
        (error: unknown) => (error as Error).message.replace(/^the configuration of .*:\n {2}- /, ""),
      ),
    { calls },
  );
  return result;
}
