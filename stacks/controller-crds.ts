import { defined } from "../components/shared/defined.ts";
import { LbcCrdsError, readLbcCrds, type LbcAddonArgs } from "../components/index.ts";
import { ConfigError } from "./config/config.ts";
import { projectFolder } from "./config/project-file.ts";
import type { StackConfig } from "./config/stack-config.ts";

/**
 * The controller's CRDs as the file that the configuration names has them, read before anything is registered; nothing
 * where it names none. Paths begin in the project's folder.
 *
 * @throws ConfigError
 */
export async function readControllerCrds({ controller }: StackConfig): Promise<Pick<LbcAddonArgs, "crds">> {
  const { crds, version } = controller;
  if (crds === undefined) return {};
  const folder = projectFolder();
  try {
    return { crds: await readLbcCrds(crds, { folder, ...defined({ version }) }) };
  } catch (error) {
    if (!(error instanceof LbcCrdsError)) throw error;
    throw new ConfigError([{ path: "controller.crds", reason: error.reason }]);
  }
}
