import { existsSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"

import { bold, dim, say, took } from "./messages.mjs"
import { folder, modulePath, root, testFolder } from "./paths.mjs"
import { runTool } from "./processes.mjs"

const node = (args, options = {}) => runTool(process.execPath, args, { cwd: root, env: process.env, ...options })

// Medusa loads some of its parts with a dynamic import, which Jest knows only with this flag.
const jestEnv = (env) => ({
  ...process.env,
  ...env,
  NODE_ENV: "test",
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --experimental-vm-modules --no-warnings`.trim(),
})

/** A stage that passes or not as a whole. */
const whole = (args) => async (_env, _filter, options) => {
  const code = await node(args, options)
  return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

/** A stage of Jest's: its own counts, and one failure for each file that could not even be run. */
const jest = (project, flags) => async (env, filter) => {
  const results = join(folder(testFolder, "results"), `${project}.json`)
  rmSync(results, { force: true })
  const common = ["--selectProjects", project, "--passWithNoTests", "--json", `--outputFile=${results}`]
  const quiet = process.env.VERBOSE ? [] : ["--silent"]
  const code = await node([modulePath("jest", "bin/jest.js"), ...common, ...quiet, ...flags, ...filter], { env: jestEnv(env) })
  if (!existsSync(results)) return { passed: 0, failed: 1, skipped: 0 }
  const counts = JSON.parse(readFileSync(results, "utf8"))
  const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites
  return {
    passed: counts.numPassedTests,
    failed: failed || (code === 0 ? 0 : 1),
    skipped: counts.numPendingTests + counts.numTodoTests,
  }
}

const docs = join(root, "scripts", "docs.mjs")

/** The stages of `npm test` in their order; `database` says which need the testbed. */
export const stages = [
  { name: "lint", run: whole([modulePath("eslint", "bin/eslint.js"), ".", "--max-warnings=0"]) },
  { name: "types", run: whole([modulePath("typescript", "bin/tsc"), "--noEmit", "-p", "tsconfig.test.json"]) },
  { name: "docs", run: whole([docs, "--check"]), present: () => existsSync(docs) },
  { name: "rules", run: jest("rules", []) },
  { name: "modules", database: true, run: jest("modules", ["--runInBand", "--forceExit", "--testTimeout=60000"]) },
  { name: "http", database: true, run: jest("http", ["--maxWorkers=2", "--forceExit", "--testTimeout=120000"]) },
]

/** Runs one stage under a heading and says how long it took. */
export async function runStage(stage, env, filter, options) {
  const from = performance.now()
  say(`\n${bold(`── ${stage.name} ──`)}`)
  const counts = await stage.run(env, filter, options)
  say(`${counts.failed ? "✗" : "✓"} ${stage.name} ${dim(`(${took(from)})`)}`)
  return { name: stage.name, time: took(from), ...counts }
}

/** Runs one stage with its output in a log, shown when it ends: for stages side by side. */
export async function runQuietly(stage, log) {
  const from = performance.now()
  const counts = await stage.run({}, [], { log })
  const output = readFileSync(log, "utf8").trim()
  say(`${counts.failed ? "✗" : "✓"} ${stage.name} ${dim(`(${took(from)})`)}`)
  if (output) say(output)
  return { name: stage.name, ...counts }
}
