import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mci, Mci } from "./mci.ts";

const EXPORTS = /PULUMI_BACKEND_URL='(?<state>[^']+)'/;

describe("mci cloud", () => {
  let folder: string;
  let world: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cloud-"));
    world = join(folder, "world.json");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(["SIGINT", "SIGTERM"] as const)("saves the world on %s and says how to go on", async (signal) => {
    const running = new Mci("cloud", "--world", world);
    expect(await running.said(EXPORTS)).toEqual({ state: `file://${world}.state` });
    running.signal(signal);
    const { code, stderr } = await running.finished();
    expect(stderr).toBe(
      "serving; give these exports to a shell and run pulumi there. Ctrl-C saves the world and stops.\n" +
        "stopping, once the requests that are under way are done\n" +
        `stopped; the world is in ${world}. To go on from there, start it again and give your shells its new exports: ` +
        "npm run cloud -- --env\n",
    );
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual(["world.json", "world.json.state"]);
  });

  it("starts in the background, and has left its file free when stop is done", async () => {
    const { code, stdout } = await mci("cloud", "--env", "--world", world);
    expect(code).toBe(0);
    expect(stdout).toMatch(EXPORTS);
    expect(existsSync(`${world}.lock`)).toBe(true);
    expect(await mci("cloud", "stop", "--world", world)).toMatchObject({ code: 0, stdout: "" });
    expect(existsSync(`${world}.lock`)).toBe(false);
  });

  it("probes a cloud that runs, and ends as curl would", async () => {
    const running = new Mci("cloud", "--world", world);
    await running.said(EXPORTS);
    const probe = (...args: readonly string[]) => mci("cloud", "probe", "--world", world, ...args);
    expect(await probe("203.0.113.7", "http://shop.example.com/")).toEqual({
      code: 6,
      stdout:
        "curl: (6) Could not resolve host: shop.example.com\n" +
        "  no Service, load balancer or hosted zone here has the name shop.example.com; other names of the internet are not simulated\n",
      stderr: "",
    });
    const { stdout } = await probe("--json", "--times", "2", "203.0.113.7", "203.0.113.8");
    const { probes } = JSON.parse(stdout) as { readonly probes: readonly { readonly error: object }[] };
    expect(probes.map(({ error }) => error)).toEqual(
      Array(2).fill({
        code: 28,
        message: "curl: (28) Failed to connect to 203.0.113.8 port 80: Connection timed out",
        reason: "nobody here has the public address 203.0.113.8",
      }),
    );
    expect(await probe("myeks/shop", "http://shop/")).toMatchObject({
      code: 1,
      stderr: "error: there is no cluster myeks; there are no clusters\n",
    });
    expect((await probe("--times", "0", "203.0.113.7", "http://shop/")).stderr).toContain(
      "give a number of requests from 1 to 10000",
    );
    running.interrupt();
    await running.finished();
  });

  it("prints no exports of a cloud that crashed, though another process has its number", async () => {
    const left = { pid: process.pid, debugProviders: "aws:1", controlUrl: "http://127.0.0.1:1", token: "" };
    writeFileSync(`${world}.running`, JSON.stringify(left));
    writeFileSync(`${world}.lock`, String(process.pid));
    expect(await mci("cloud", "--env", "--world", world)).toEqual({
      code: 1,
      stdout: "",
      stderr:
        `error: the cloud that served ${world} does not answer; it has just stopped or crashed. ` +
        "Start it with: npm run cloud\n",
    });
  });

  it("says in one line why it did not start in the background", async () => {
    writeFileSync(world, "");
    const { code, stdout, stderr } = await mci("cloud", "--env", "--world", join(world, "world.json"));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^error: E[A-Z]+: .*\n$/);
  });
});
