import { spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

import { openArcade, type Arcade } from "../../support/server"

const script = resolve(__dirname, "../../../scripts/story.mjs")

type Told = { code: number | null; text: string }

/** Runs `npm run story`, as a user would. */
function story(args: string[], env: NodeJS.ProcessEnv): Promise<Told> {
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, NODE_OPTIONS: "", ...env }, stdio: ["ignore", "pipe", "pipe"] })
  let text = ""
  const hear = (chunk: Buffer) => (text += chunk.toString("utf8"))
  child.stdout.on("data", hear)
  child.stderr.on("data", hear)
  return new Promise((done) => child.once("close", (code) => done({ code, text })))
}

/** Every catalogue there is, two for each story; a single one left over comes with the first. */
const listed = spawnSync(process.execPath, [script, "--list"], { encoding: "utf8" }).stdout.trim().split("\n")
const pairs = listed.flatMap((name, i) => (i % 2 === 0 ? [[name, listed[i + 1] ?? listed[0] ?? name]] : []))

describe("the story, from rent to settlement, again and again on one server", () => {
  let arcade: Arcade
  let folder: string
  let seedFile: string

  beforeAll(async () => {
    arcade = await openArcade()
    folder = mkdtempSync(join(tmpdir(), "pasaj-story-"))
    seedFile = join(folder, "arcade.json")
    writeFileSync(seedFile, JSON.stringify(arcade.seed))
  }, 180_000)

  afterAll(async () => {
    await arcade?.stop()
    if (folder) rmSync(folder, { recursive: true, force: true })
  }, 60_000)

  test.each(pairs)("K1 K2 K3 K4 K5 K6 K8 K9 K10 K12 K16 K17 K18 K20 P1 P2 P3 P4 P5: the catalogues %s and %s are in shops and bought from", async (...names) => {
    const { code, text } = await story(names, { PASAJ_URL: arcade.url, PASAJ_SEED_FILE: seedFile })
    if (code !== 0) throw new Error(`The story ended with ${code}:\n${text}`)
    expect(text).toContain("All invariants hold.")
  }, 240_000)

  test("there were at least two stories, and no hold keeps money after the stories", async () => {
    const rows = await arcade.sql("select name, balance from ledger_account where name like 'hold:%' and balance <> 0")
    expect(pairs.length).toBeGreaterThan(1)
    expect(rows).toEqual([])
  })
})
