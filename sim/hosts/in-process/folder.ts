import * as state from "@pulumi/pulumi/runtime/state.js";

/** What the SDK keeps for a program; it declares no type of it. */
interface Store {
  readonly settings: { readonly options: { rootDirectory: string } };
}

/** What the SDK says where nobody tells it a folder. */
export const NO_FOLDER = "rootDirectory";

/** Tells programs the folder of `Pulumi.yaml`, for which they ask by `pulumi.getRootDirectory`, as the engine does. */
export function tellFolder(folder: string): void {
  (state as unknown as { getStore: () => Store }).getStore().settings.options.rootDirectory = folder;
}

/** Runs something as in a program of that folder. */
export function inFolder<T>(folder: string, run: () => T): T {
  tellFolder(folder);
  try {
    return run();
  } finally {
    tellFolder(NO_FOLDER);
  }
}
