#!/usr/bin/env node
/**
 * `npm run docs` writes the documents that are made from the code: the states, the ledger, the errors, the contract and
 * the rules. `npm run docs -- --check` writes nothing and fails, naming the files that the code has moved away from.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { contractDocument } from "./docs/openapi.mjs"
import { errorsDocument } from "./docs/errors.mjs"
import { ledgerDocument } from "./docs/ledger.mjs"
import { rulesDocument, rulesTable } from "./docs/rules.mjs"
import { statesDocument } from "./docs/states.mjs"
import { between, current } from "./docs/text.mjs"
import { root } from "./lib/paths.mjs"

const documents = {
  "docs/states.md": statesDocument,
  "docs/ledger.md": ledgerDocument,
  "docs/errors.md": errorsDocument,
  "docs/openapi.yaml": contractDocument,
  "docs/rules.md": rulesDocument,
  "README.md": () => between(current("README.md"), "rules", rulesTable()),
}

const unknown = process.argv.slice(2).filter((word) => word !== "--check")
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(" ")}. Use: npm run docs [-- --check]`)
  process.exit(2)
}

const checking = process.argv.includes("--check")
const drifted = []
for (const [file, write] of Object.entries(documents)) {
  const text = write()
  if (text === current(file)) continue
  drifted.push(file)
  if (!checking) {
    mkdirSync(join(root, "docs"), { recursive: true })
    writeFileSync(join(root, file), text)
  }
}

if (checking && drifted.length > 0) {
  console.error(`Not what the code says any more: ${drifted.join(", ")}. Run: npm run docs`)
  process.exit(1)
}
console.log(drifted.length === 0 ? "The documents are what the code says." : `Written: ${drifted.join(", ")}`)
// A loaded Medusa package may keep a handle open; nothing here is worth waiting for.
process.exit(readFileSync(join(root, "package.json")).length > 0 ? 0 : 1)
