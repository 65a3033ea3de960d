import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"

/** The root of this clone. */
export const root = dirname(dirname(__dirname))

const SKIPPED = new Set(["node_modules"])

/** The files below a folder of this clone (or the folder's own files only), without dot-folders, by path from the root. */
export function filesIn(folder: string, deep = true): string[] {
  const at = join(root, folder)
  if (!existsSync(at)) return []
  return readdirSync(at, { withFileTypes: true })
    .flatMap((entry) => {
      const path = relative(root, join(at, entry.name)).replaceAll("\\", "/")
      if (entry.isDirectory()) return deep && !SKIPPED.has(entry.name) && !entry.name.startsWith(".") ? filesIn(path) : []
      return [path]
    })
    .sort()
}

export const read = (file: string): string => readFileSync(join(root, file), "utf8")

const isCode = (file: string) => /\.(ts|tsx|js|mjs|cjs)$/.test(file)
export const isTest = (file: string) => /\.spec\.tsx?$|\/__tests__\//.test(file)

/** Everything somebody wrote by hand to be run. */
export const codeFiles = (): string[] =>
  [...filesIn("", false), ...["src", "scripts", "tests", "integration-tests"].flatMap((folder) => filesIn(folder))].filter(isCode)

/** The plugin's own code, without its tests. */
export const sourceFiles = (): string[] => filesIn("src").filter((file) => isCode(file) && !isTest(file))

export const migrations = (): string[] => sourceFiles().filter((file) => /\/migrations\//.test(file))

export const documents = (): string[] => [...filesIn("", false), ...filesIn("docs")].filter((file) => file.endsWith(".md"))

/** What a reader of a report wants: each place where a text has something, as `file:line`. */
export const linesWith = (files: string[], pattern: RegExp): string[] =>
  files.flatMap((file) => read(file).split("\n").flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])))
