import { delimiter, dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { stateDirectory } from "../../fleet/cloud/environment.ts";

export interface Surroundings {
  /** Folder for what Pulumi keeps of its own. */
  readonly home: string;
  /** File of the world that the cloud serves. */
  readonly world: string;
  /** Where the engine finds the providers; undefined while no cloud serves. */
  readonly debugProviders: string | undefined;
}

/** The environment of a pulumi that works on one served world: nothing of the user's, and nothing to download. */
export function engineEnvironment({ home, world, debugProviders }: Surroundings): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // The engine's language host runs the program with the first node that it finds.
    PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`,
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: pathToFileURL(stateDirectory(world)).href,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...(debugProviders === undefined ? {} : { PULUMI_DEBUG_PROVIDERS: debugProviders }),
  };
}
