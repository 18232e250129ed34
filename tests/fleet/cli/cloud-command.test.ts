import { expect, it } from "vitest";
import { cloudCommand } from "../../../fleet/cli/cloud-command.ts";

const WORLD = "/nowhere/world.json";

it.each([
  ["after", ["status", "--world", WORLD]],
  ["before", ["--world", WORLD, "status"]],
])("takes the world %s a subcommand", async (_place, args) => {
  await expect(cloudCommand().parseAsync(args, { from: "user" })).rejects.toThrow(
    `no cloud serves ${WORLD}; start one with: npm run cloud`,
  );
});
