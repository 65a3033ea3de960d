import { existsSync } from "node:fs"
import { basename, dirname, join } from "node:path"

import { codeFiles, documents, filesIn, isTest, linesWith, migrations, read, root, sourceFiles } from "./support/sources"

/** What ESLint cannot say about this repository. Each test lists the offenders, so that its failure says what to do. */
describe("files", () => {
  const LINES = 300

  test(`are at most ${LINES} lines long`, () => {
    const long = codeFiles().map((file) => ({ file, lines: read(file).split("\n").length - 1 })).filter(({ lines }) => lines > LINES)
    expect(long).toEqual([])
  })

  test("are named after what they hold: nothing is called utils, helpers or common", () => {
    const vague = codeFiles().filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.)/i.test(file))
    expect(vague).toEqual([])
  })

  test("are no barrels: an index that only re-exports hides where things are", () => {
    const allowed = /^src\/(modules|providers)\/[^/]+\/index\.ts$|^src\/workflows\/index\.ts$/
    const onlyReexports = (text: string) =>
      text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "").split(/;|\n(?=\s*(?:export|import)\b)/).map((each) => each.trim()).filter(Boolean)
        .every((statement) => /^export\s+(?:type\s+)?(?:\*|\{[^}]*\})[^]*\bfrom\b/.test(statement))
    const barrels = codeFiles().filter((file) => /\/index\.tsx?$/.test(file) && !allowed.test(file) && onlyReexports(read(file)))
    expect(barrels).toEqual([])
  })

  test("leave nothing for later in a comment: an open point belongs to an issue", () => {
    const marks = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"].join("|")})\\b`)
    expect(linesWith([...codeFiles(), ...documents()], marks)).toEqual([])
  })
})

describe("the domain", () => {
  /** Files that hold no rule: shapes only. */
  const withoutRules = new Set(["src/domain/actor.ts"])

  test("has tests beside every file with rules, by its own name or by a neighbour's that imports it", () => {
    const files = filesIn("src/domain").filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    const tested = (file: string) => {
      const importsIt = new RegExp(`from "\\./${basename(file, ".ts")}"`)
      return files.some((spec) => isTest(spec) && dirname(spec) === dirname(file) && (spec === file.replace(/\.ts$/, ".spec.ts") || importsIt.test(read(spec))))
    }
    expect(files.filter((file) => !isTest(file) && !withoutRules.has(file) && !tested(file))).toEqual([])
  })
})

describe("workflows", () => {
  const ids = (call: string) =>
    sourceFiles().flatMap((file) =>
      [...read(file).matchAll(new RegExp(`\\b${call}\\(\\s*(?:\\{\\s*name:\\s*)?["'\`]([^"'\`]+)`, "g"))].map(([, id]) => ({ file, id: id ?? "" })),
    )

  test.each(["createWorkflow", "createStep"])("%s: each id is prefixed pasaj-, in kebab case, and used once", (call) => {
    const all = ids(call)
    expect(all.filter(({ id }) => !/^pasaj(-[a-z0-9]+)+$/.test(id))).toEqual([])
    expect(all.filter(({ id }, index) => all.findIndex((other) => other.id === id) !== index)).toEqual([])
  })
})

describe("Medusa's hooks", () => {
  test("are left to the host: a hook takes one handler in the whole process", () => {
    expect(linesWith(sourceFiles(), /\.hooks\.\w+\(/)).toEqual([])
  })
})

describe("migrations", () => {
  test("are called like their files, and no two alike: Medusa keeps their names of all modules in one list", () => {
    const named = migrations().map((file) => ({ file, name: /export class (\w+) extends Migration/.exec(read(file))?.[1] ?? "none" }))
    const wrong = named.filter(({ file, name }) => name !== basename(file, ".ts") || !/^Migration\d{14}[A-Z]\w*$/.test(name))
    expect(wrong).toEqual([])
    expect(named.filter(({ name }, index) => named.findIndex((other) => other.name === name) !== index)).toEqual([])
  })
})

describe("states", () => {
  const moves = "src/adapters/move.ts"

  test("are never written by a generated update: it reads and then writes, and loses a race", () => {
    const generated = sourceFiles().filter((file) => /\.update[A-Z]\w*\(\s*(?:\[\s*)?\{[^}]*\bstate\s*:/.test(read(file)))
    expect(generated).toEqual([])
  })

  test("are written in SQL by moveWithin alone, which locks, asks the table and writes the history", () => {
    const setsState = (text: string) =>
      [...text.matchAll(/\bupdate\s+\w+(?:\s+\w+)?\s+set\b([\s\S]*?)(?:\bwhere\b|\bfrom\b|[`"])/gi)].some(([, set]) => /\bstate\s*=/.test(set ?? ""))
    expect(sourceFiles().filter((file) => file !== moves && setsState(read(file)))).toEqual([])
  })
})

describe("packages", () => {
  const manifest = JSON.parse(read("package.json")) as Record<string, Record<string, string> | undefined>
  const declared = { ...manifest["dependencies"], ...manifest["peerDependencies"] }
  /** What a running server loads: code outside the dashboard, and nothing imported for its types. */
  const imported = sourceFiles()
    .filter((file) => !file.startsWith("src/admin/"))
    .flatMap((file) => [...read(file).matchAll(/^(?:import|export)\s+(?!type\b)(?:[\w\s{},*$]+\sfrom\s+)?"([^."][^"]*)"/gm)].map(([, source]) => ({ file, source: source ?? "" })))
    .filter(({ source }) => !source.startsWith("node:"))
    .map(({ file, source }) => ({ file, name: source.split("/").slice(0, source.startsWith("@") ? 2 : 1).join("/") }))

  test("that src imports are dependencies or peers: a development dependency is missing in a host", () => {
    expect(imported.filter(({ name }) => !(name in declared))).toEqual([])
  })

  test("that are dependencies are imported by src: a host installs nothing in vain", () => {
    const used = new Set(imported.map(({ name }) => name))
    expect(Object.keys(manifest["dependencies"] ?? {}).filter((name) => !used.has(name))).toEqual([])
  })
})

describe("documents", () => {
  test("link to files that exist", () => {
    const dead = documents().flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
        .filter(([, link]) => !existsSync(join(root, dirname(file), link ?? "")))
        .map(([, link]) => `${file} → ${link}`),
    )
    expect(dead).toEqual([])
  })

  test("that record a decision name what enforces it", () => {
    const records = filesIn("docs/adr").filter((file) => file.endsWith(".md"))
    expect(records.length).toBeGreaterThan(0)
    expect(records.filter((file) => !/^## Enforced by$/m.test(read(file)))).toEqual([])
  })
})
