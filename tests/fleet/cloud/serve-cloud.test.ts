import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { control } from "../../../fleet/cloud/control-client.ts";
import { stateDirectory } from "../../../fleet/cloud/environment.ts";
import { serve, type ServedCloud, type ServeOptions } from "../../../fleet/cloud/serve-cloud.ts";
import { UserError } from "../../../fleet/project/errors.ts";
import type { SavedWorld } from "../../../sim/world.ts";

let folder: string;
let world: string;
let served: ServedCloud | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "served-"));
  world = join(folder, "world.json");
});
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Omit<ServeOptions, "world"> = {}): Promise<ServedCloud> {
  served = await serve({ world, ...options }, () => undefined);
  return served;
}

async function stop(): Promise<void> {
  const running = served;
  served = undefined;
  await running?.close();
}

function createVpc(): Promise<unknown> {
  const parameters = { CidrBlock: "10.0.0.0/16" };
  return control(world, { kind: "aws", service: "ec2", action: "CreateVpc", parameters });
}

function savedVpcs(): number {
  const saved = JSON.parse(readFileSync(world, "utf8")) as { world: SavedWorld };
  return Object.keys(saved.world.services["ec2"]!["vpcs"]!).length;
}

/** Pulumi state as `pulumi login` finds it, broken half-way. */
function writeState(): string {
  const file = join(stateDirectory(world), ".pulumi", "stacks", "project", "stack.json");
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, '{"version": 3, "checkpoint');
  return file;
}

describe("a served cloud", () => {
  it("goes on from the world that was saved when it stopped, and leaves nothing else behind", async () => {
    await start();
    await createVpc();
    await stop();
    expect(readdirSync(folder)).toEqual(["world.json"]);
    await start();
    expect(savedVpcs()).toBe(1);
  });

  it("takes the world and its Pulumi state away with a reset, and no other folder beside it", async () => {
    await start();
    await createVpc();
    await stop();
    writeState();
    mkdirSync(join(folder, "state"));
    expect(savedVpcs()).toBe(1);
    await start({ reset: true });
    expect(savedVpcs()).toBe(0);
    expect(existsSync(stateDirectory(world))).toBe(false);
    expect(existsSync(join(folder, "state"))).toBe(true);
  });

  it.each([
    { kind: "a world", content: undefined },
    { kind: "a broken world", content: "{" },
  ])("leaves broken Pulumi state as it is beside $kind that nobody resets", async ({ content }) => {
    const state = writeState();
    if (content === undefined) {
      await start();
    } else {
      writeFileSync(world, content);
      await expect(start()).rejects.toThrow(UserError);
      expect(readFileSync(world, "utf8")).toBe(content);
    }
    expect(readFileSync(state, "utf8")).toBe('{"version": 3, "checkpoint');
  });

  it("lets the system choose ports for port 0", async () => {
    const { debugProviders } = await start({ port: 0 });
    const ports = debugProviders.split(",").map((provider) => Number(provider.split(":")[1]));
    expect(new Set(ports).size).toBe(4);
    expect(Math.min(...ports)).toBeGreaterThan(1023);
  });
});

describe("a world that cannot be saved", () => {
  /** Puts a folder in the place of the file, which no write replaces. */
  function obstruct(): void {
    renameSync(world, `${world}.aside`);
    mkdirSync(world);
  }

  it("is said before anything is served", async () => {
    mkdirSync(join(folder, "world.json"));
    await expect(start()).rejects.toThrow(`${world} cannot be read (EISDIR`);
    expect(readdirSync(folder)).toEqual(["world.json"]);
  });

  it("is said to who makes a change, and has the change once it can be saved", async () => {
    await start();
    obstruct();
    await expect(createVpc()).rejects.toThrow("the world cannot be saved (EISDIR");
    rmSync(world, { recursive: true });
    await createVpc();
    expect(savedVpcs()).toBe(2);
  });

  it("is said to who stops the cloud, which goes on then", async () => {
    const { stopRequested } = await start();
    obstruct();
    await expect(control(world, { kind: "stop" })).rejects.toThrow("the world cannot be saved (EISDIR");
    rmSync(world, { recursive: true });
    await control(world, { kind: "stop" });
    await stopRequested;
  });

  it("keeps what was saved before when the cloud is made to stop, and keeps nobody out", async () => {
    await start();
    await createVpc();
    obstruct();
    await expect(stop()).rejects.toThrow(UserError);
    rmSync(world, { recursive: true });
    renameSync(`${world}.aside`, world);
    expect(readdirSync(folder)).toEqual(["world.json"]);
    await start();
    expect(savedVpcs()).toBe(1);
  });
});

describe("control of a cloud", () => {
  it("says that there is no cluster of a name", async () => {
    await start();
    const request = { kind: "kubernetes", cluster: "myeks", verb: "list", gvk: "v1/Pod" } as const;
    await expect(control(world, request)).rejects.toThrow(
      new UserError("there is no cluster myeks; there are no clusters"),
    );
  });

  it("lets at most a day pass at once", async () => {
    await start();
    await control(world, { kind: "wait", seconds: 86_400 });
    await expect(control(world, { kind: "wait", seconds: 86_401 })).rejects.toThrow(
      "Too big: expected number to be <=86400",
    );
  });

  it("takes a cloud that has died for none", async () => {
    const running = { pid: process.pid, debugProviders: "", controlUrl: "http://127.0.0.1:1", token: "" };
    writeFileSync(`${world}.running`, JSON.stringify(running));
    await expect(control(world, { kind: "status" })).rejects.toThrow(
      new UserError(`no cloud serves ${world}; start one with: npm run cloud`),
    );
  });

  it("says so when the cloud has died and another process has its number", async () => {
    const running = { pid: process.pid, debugProviders: "", controlUrl: "http://127.0.0.1:1", token: "" };
    writeFileSync(`${world}.running`, JSON.stringify(running));
    writeFileSync(`${world}.lock`, String(process.pid));
    await expect(control(world, { kind: "status" })).rejects.toThrow(
      new UserError(
        `the cloud that served ${world} does not answer; it has just stopped or crashed. Start it with: npm run cloud`,
      ),
    );
  });
});

it("begins with what a file says is in the account, and takes none for a world that is there", async () => {
  const given = join(folder, "given.yaml");
  const id = "vpc-0a1b2c3d4e5f60718";
  writeFileSync(given, `accountId: "111122223333"\nvpcs: [{ id: ${id}, cidrBlock: 10.0.0.0/16 }]`);
  await start({ given });
  const found = await control(world, { kind: "aws", service: "ec2", action: "DescribeVpcs", parameters: {} });
  expect(found).toMatchObject({ Vpcs: [{ VpcId: id, OwnerId: "111122223333" }] });
  await stop();
  await expect(start({ given })).rejects.toThrow(
    new UserError(
      `${world} has its own seed, region, account and contents; start anew with --reset to give others`,
    ),
  );
});
