import { Command } from "commander";

/** `mci cloud` */
export function cloudCommand(): Command {
  return new Command("cloud");
}
