import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WorldFile } from "../../../../sim/hosts/pulumi-provider/world-file.ts";

describe("WorldFile", () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "world-"));
    path = join(folder, "world.json");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("has no world before the first write", () => {
    expect(WorldFile.lock(path).read()).toBeUndefined();
  });

  it("reads what was written, and leaves no other file behind once unlocked", async () => {
    const file = WorldFile.lock(path);
    await file.write(() => ({ vpcs: ["vpc-1"] }));
    file.unlock();
    expect(readdirSync(folder)).toEqual(["world.json"]);
    expect(WorldFile.lock(path).read()).toEqual({ vpcs: ["vpc-1"] });
  });

  it("writes the newest state when changes come while a write runs", async () => {
    const file = WorldFile.lock(path);
    let state = 0;
    let snapshots = 0;
    const snapshot = () => {
      snapshots += 1;
      return { state };
    };
    const writes = [1, 2, 3, 4].map((value) => {
      state = value;
      return file.write(snapshot);
    });
    await Promise.all(writes);
    expect(file.read()).toEqual({ state: 4 });
    expect(snapshots).toBe(2);
  });

  it("leaves nothing behind when a write fails, and has its changes in the next one", async () => {
    const file = WorldFile.lock(path);
    // No file takes the place of a folder.
    mkdirSync(path);
    await expect(file.write(() => ({ vpcs: ["vpc-1"] }))).rejects.toThrow(
      `the world cannot be saved (EISDIR: illegal operation on a directory, rename '${path}.${process.pid}.tmp' -> ` +
        `'${path}'); ${path} is as it was before. ` +
        "Make room, or let its folder be written, while the cloud runs: its next change saves this one, too",
    );
    expect(readdirSync(folder)).toEqual(["world.json", "world.json.lock"]);
    rmSync(path, { recursive: true });
    await file.write(() => ({ vpcs: ["vpc-1", "vpc-2"] }));
    expect(file.read()).toEqual({ vpcs: ["vpc-1", "vpc-2"] });
  });

  it("names a folder that cannot be made", () => {
    writeFileSync(path, "");
    expect(() => WorldFile.lock(join(path, "world.json"))).toThrow(
      `${path}/world.json cannot be used (EEXIST: file already exists, mkdir '${path}'); ` +
        "let its folder be written, or name another file with --world",
    );
  });

  it("refuses a file that a running process uses", () => {
    WorldFile.lock(path);
    expect(() => WorldFile.lock(path)).toThrow(
      `${path} is in use by process ${process.pid}; stop that one, or name another file with --world. ` +
        `If process ${process.pid} is not a cloud, and only has the number of one that died, delete ${path}.lock`,
    );
  });

  it("takes over the lock of a process that died", () => {
    // Process ids are far below this number on every system.
    writeFileSync(`${path}.lock`, "2147483646");
    expect(WorldFile.lock(path).read()).toBeUndefined();
  });

  it.each([
    {
      kind: "broken",
      content: "{",
      problem: "cannot be read (Expected property name or '}' in JSON at position 1 (line 1 column 2))",
    },
    {
      kind: "foreign",
      content: '{"hello":"world"}',
      problem: "is not a world file (format: Invalid input: expected number, received undefined)",
    },
    {
      kind: "newer",
      content: '{"format":2,"world":{}}',
      problem: "has format 2, made by a newer version; this one reads up to 1",
    },
  ])("refuses a $kind file and leaves it as it is", ({ content, problem }) => {
    writeFileSync(path, content);
    expect(() => WorldFile.lock(path).read()).toThrow(
      `${path} ${problem}. It was left as it is: name another file with --world, or start anew with --reset`,
    );
    expect(readFileSync(path, "utf8")).toBe(content);
  });
});
