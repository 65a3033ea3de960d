/** What `npm test` opened for the tests, told by the environment (see scripts/lib/testbed.mjs). */
export interface Testbed {
  /** Address of the throw-away Postgres, as its superuser. */
  server: string
  /** Name of the migrated and seeded database that suites clone. */
  template: string
  /** Folder where running servers are written down, one file named by each process group. */
  arcades: string
  logs: string
  seedFile: string
}

function read(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error("These tests need databases: run them through `npm test -- modules` or `npm test -- http`.")
  return value
}

export const testbed = (): Testbed => ({
  server: read("PASAJ_TEST_SERVER"),
  template: read("PASAJ_TEST_TEMPLATE"),
  arcades: read("PASAJ_TEST_ARCADES"),
  logs: read("PASAJ_TEST_LOGS"),
  seedFile: read("PASAJ_SEED_FILE"),
})
