import { Command } from "commander";
import { UserError } from "../project/errors.ts";
import { cloudCommand } from "./cloud-command.ts";
import { localCommand } from "./local-command.ts";
import { planPodsCommand } from "./plan-pods-command.ts";
import { watchOutput } from "./output.ts";
import { writeLines } from "../terminal/lines.ts";

/** Reasons for which a machine refuses a file or a folder. The message that comes with one names it. */
const OF_MACHINE: ReadonlySet<string | undefined> = new Set([
  "EACCES",
  "EDQUOT",
  "EEXIST",
  "EISDIR",
  "ENOSPC",
  "ENOTDIR",
  "EPERM",
  "EROFS",
  "ERR_FS_EISDIR",
]);

/** Descriptions in help texts are broken into lines down to this length. */
const NARROWEST_HELP = 20;

/** Runs the `mci` command line; what fails is told on standard error, and in the exit code. */
export async function runProgram(): Promise<void> {
  watchOutput();
  const program = new Command("mci")
    .description(
      "One Application Load Balancer in front of several Amazon EKS clusters: commands over all stacks",
    )
    .showHelpAfterError("(add --help for the options)")
    .configureHelp({ minWidthToWrap: NARROWEST_HELP })
    .configureOutput({
      writeOut: (text) => writeLines(process.stdout, text),
      writeErr: (text) => writeLines(process.stderr, text),
    });
  const cloud = cloudCommand();
  for (const command of [localCommand(), cloud, planPodsCommand()]) {
    program.addCommand(command.copyInheritedSettings(program));
    for (const subcommand of command.commands) subcommand.copyInheritedSettings(command);
  }
  // It refuses unknown words itself, and the setting has just been overwritten.
  cloud.allowExcessArguments();
  try {
    await program.parseAsync();
  } catch (error) {
    // What the user can put right is said in one message; anything else is a defect and shows its stack.
    const isUsers = error instanceof UserError || isOfMachine(error);
    writeLines(process.stderr, `${isUsers ? `error: ${error.message}` : String((error as Error).stack)}\n`);
    process.exitCode = 1;
  }
}

function isOfMachine(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && OF_MACHINE.has((error as NodeJS.ErrnoException).code);
}
