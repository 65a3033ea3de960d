import { readdirSync } from "node:fs"

import { testbed } from "./testbed"

/** A suite that leaves its server running would slow the others down: `npm test` ends it, this tells. */
export default async function teardown() {
  const left = readdirSync(testbed().arcades)
  if (left.length) process.stderr.write(`${left.length} server(s) were left running by their suites: call stop() in afterAll.\n`)
}
