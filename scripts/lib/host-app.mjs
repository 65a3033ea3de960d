import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { Failure } from "./messages.mjs"
import { npm } from "./install.mjs"
import { folder, root } from "./paths.mjs"
import { runTool } from "./processes.mjs"

const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
const version = (name) => own.devDependencies[name]

// What Medusa's own starter has, less the dashboard's build; the one line for us is marked.
const config = `import { defineConfig, loadEnv } from "@medusajs/framework/utils"

loadEnv(process.env.NODE_ENV || "development", process.cwd())

module.exports = defineConfig({
  projectConfig: { databaseUrl: process.env.DATABASE_URL },
  admin: { disable: process.env.DISABLE_MEDUSA_ADMIN === "true" },
  plugins: [{ resolve: "${own.name}", options: { sandbox: true } }], // the line to add
})
`

const tsconfig = {
  compilerOptions: {
    target: "ES2021",
    module: "Node16",
    moduleResolution: "Node16",
    esModuleInterop: true,
    emitDecoratorMetadata: true,
    experimentalDecorators: true,
    skipLibCheck: true,
    outDir: ".medusa/server",
    rootDir: "./",
  },
  "ts-node": { swc: true },
  include: ["**/*"],
  exclude: ["node_modules", ".medusa"],
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`

/** Packs the plugin as the registry would get it, and returns the tarball's path. */
export async function pack(into, log) {
  await npm(["pack", "--ignore-scripts", "--pack-destination", into], { name: "npm pack", cwd: root, log })
  const name = readdirSync(into).find((entry) => entry.endsWith(".tgz"))
  if (!name) throw new Failure("npm pack made no tarball.")
  return join(into, name)
}

/** Writes a plain Medusa app that names the plugin in one line of its configuration. */
export function writeApp(app, tarball) {
  const at = (names) => Object.fromEntries(names.map((name) => [name, version(name)]))
  folder(app, "src")
  writeFileSync(join(app, "medusa-config.ts"), config)
  writeFileSync(join(app, "tsconfig.json"), json(tsconfig))
  writeFileSync(
    join(app, "package.json"),
    json({
      name: "plain-medusa-app",
      private: true,
      dependencies: { ...at(["@medusajs/cli", "@medusajs/framework", "@medusajs/medusa"]), [own.name]: `file:${tarball}` },
      devDependencies: at(["@swc/core", "ts-node", "typescript"]),
      allowScripts: own.allowScripts,
    }),
  )
}

/** Installs the app's packages and the tarball among them, from the registry (or npm's cache). */
export const installApp = (app, log) =>
  npm(["install", "--no-audit", "--no-fund", "--prefer-offline"], {
    name: "npm install in the plain app",
    cwd: app,
    log,
    todo: ["Is the package registry reachable? `npm run host -- --fast` does without it."],
  })

/** Unpacks the tarball into an app inside this clone: all else resolves upward to the clone's packages. */
export async function unpackInto(app, tarball, log) {
  const target = join(app, "node_modules", own.name)
  mkdirSync(target, { recursive: true })
  await runTool("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"], { name: "Unpacking the plugin", cwd: app, log })
}
