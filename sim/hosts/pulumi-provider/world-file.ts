import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { makeFolder } from "../make-folder.ts";

/** Format of the file; raise it with every change that older code could not read. */
export const WORLD_FORMAT = 1;

/** What the file says before its contents matter. */
const header = z.object({ format: z.number().int().positive(), world: z.record(z.string(), z.unknown()) });

/** A world file that cannot be used, or not be written. What it has is never changed then. */
export class WorldFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "WorldFileError";
  }
}

/**
 * A simulated cloud on disk. The file is replaced as a whole, so that a crash leaves the old or the new world and nothing
 * between; a lock file beside it keeps a second process out.
 */
export class WorldFile {
  readonly path: string;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  private constructor(path: string) {
    this.path = path;
  }

  /** @throws WorldFileError when another process uses the file, or its folder cannot be written. */
  static lock(path: string): WorldFile {
    try {
      makeFolder(dirname(path));
      acquireLock(path);
    } catch (error) {
      if (error instanceof WorldFileError) throw error;
      throw new WorldFileError(
        `${path} cannot be used (${(error as Error).message}); let its folder be written, or name another file with --world`,
      );
    }
    return new WorldFile(path);
  }

  /** The saved world; undefined when there is none yet. @throws WorldFileError when it cannot be read. */
  read(): Record<string, unknown> | undefined {
    if (!existsSync(this.path)) return undefined;
    const parsed = header.safeParse(this.#json());
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw this.#unusable(`is not a world file (${issue!.path.join(".") || "content"}: ${issue!.message})`);
    }
    if (parsed.data.format > WORLD_FORMAT) {
      throw this.#unusable(
        `has format ${parsed.data.format}, made by a newer version; this one reads up to ${WORLD_FORMAT}`,
      );
    }
    return parsed.data.world;
  }

  /**
   * Writes what `snapshot` returns. Calls that come while a write runs share the next one, which starts after it and
   * sees all of their changes. One that fails rejects with a WorldFileError and leaves the file as it was; the next sees
   * its changes, too.
   */
  write(snapshot: () => object): Promise<void> {
    if (this.#running === undefined) {
      this.#running = this.#replace(snapshot).finally(() => {
        this.#running = undefined;
      });
      return this.#running;
    }
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.write(snapshot);
      });
    return this.#next;
  }

  /** Lets other processes use the file. */
  unlock(): void {
    rmSync(lockPath(this.path), { force: true });
  }

  async #replace(snapshot: () => object): Promise<void> {
    const content = JSON.stringify({ format: WORLD_FORMAT, world: snapshot() });
    const temporary = `${this.path}.${process.pid}.tmp`;
    try {
      await writeThrough(temporary, content);
      await rename(temporary, this.path);
    } catch (error) {
      await rm(temporary, { force: true, recursive: true });
      throw new WorldFileError(
        `the world cannot be saved (${(error as Error).message}); ${this.path} is as it was before. ` +
          "Make room, or let its folder be written, while the cloud runs: its next change saves this one, too",
      );
    }
  }

  #json(): unknown {
    try {
      return JSON.parse(readFileSync(this.path, "utf8"));
    } catch (error) {
      throw this.#unusable(`cannot be read (${(error as Error).message})`);
    }
  }

  #unusable(problem: string): WorldFileError {
    return new WorldFileError(
      `${this.path} ${problem}. It was left as it is: name another file with --world, or start anew with --reset`,
    );
  }
}

/** Writes a file that is on the disk, and not only on its way there, when this resolves. */
async function writeThrough(path: string, content: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

function lockPath(path: string): string {
  return `${path}.lock`;
}

/** The process that has a world file locked; undefined if none has, or the one that had died without cleaning up. */
export function lockOwner(path: string): number | undefined {
  const lock = lockPath(path);
  if (!existsSync(lock)) return undefined;
  const owner = Number(readFileSync(lock, "utf8"));
  return isRunning(owner) ? owner : undefined;
}

function acquireLock(path: string): void {
  const lock = lockPath(path);
  try {
    const file = openSync(lock, "wx", 0o600);
    writeFileSync(file, String(process.pid));
    closeSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const owner = lockOwner(path);
    if (owner !== undefined) {
      throw new WorldFileError(
        `${path} is in use by process ${owner}; stop that one, or name another file with --world. ` +
          `If process ${owner} is not a cloud, and only has the number of one that died, delete ${lock}`,
      );
    }
    // Its owner died without cleaning up.
    rmSync(lock, { force: true });
    acquireLock(path);
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
