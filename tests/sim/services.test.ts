import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { SimulatedCloud } from "../../sim/cloud.ts";
import { Table } from "../../sim/core/table.ts";
import { services } from "../../sim/services.ts";
import { contentsOf, restoreWorld, saveWorld } from "../../sim/world.ts";
import { PROJECT_DIRECTORY } from "../support/stack-files.ts";

function read(file: string): string {
  return readFileSync(join(PROJECT_DIRECTORY, file), "utf8");
}

const files = globSync("sim/**/*.ts", { cwd: PROJECT_DIRECTORY });

it("is the only file that names a service", () => {
  const registrations = files.filter((file) => /^export const \w+: Service = /m.test(read(file)));
  expect(registrations).toHaveLength(services.length);
  const namedBy = (registration: string) =>
    files.filter((file) =>
      [...read(file).matchAll(/from "(\.[^"]*)"/g)].some(
        ([, path]) => join(dirname(file), path!) === registration,
      ),
    );
  expect(registrations.map((file) => [file, namedBy(file)])).toEqual(
    registrations.map((file) => [file, ["sim/services.ts"]]),
  );
});

it("gives each service a name of its own", () => {
  const names = services.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it("saves the tables of every service, shows what is in them, and brings them back", () => {
  const cloud = new SimulatedCloud();
  const entries = services.flatMap(({ name, state }) =>
    Object.entries(state?.(cloud) ?? {}).flatMap(([table, member]) => {
      if (!(member instanceof Table)) return [];
      // What would go on after a restart needs a whole object; tables alone are what is saved.
      member.restore({ one: {} });
      return [`${name}/${table}/one`];
    }),
  );
  expect(entries.length).toBeGreaterThan(25);
  expect(contentsOf(cloud)).toEqual(entries);
  const saved = JSON.parse(JSON.stringify(saveWorld(cloud))) as ReturnType<typeof saveWorld>;
  expect(
    Object.entries(saved.services).flatMap(([name, tables]) =>
      Object.entries(tables).flatMap(([table, rows]) =>
        Object.keys(rows).map((id) => `${name}/${table}/${id}`),
      ),
    ),
  ).toEqual(entries);
  const empty = Object.fromEntries(
    Object.entries(saved.services).map(([name, tables]) => [
      name,
      Object.fromEntries(Object.keys(tables).map((table) => [table, {}])),
    ]),
  );
  expect(contentsOf(restoreWorld({ ...saved, services: empty }))).toEqual([]);
});
