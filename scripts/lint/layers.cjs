"use strict"

/**
 * The layers of src, as a table: which folders a folder's files may import, which of those for types only, and which
 * packages where not all are allowed. docs/ARCHITECTURE.md explains the table; `npm run check` enforces it.
 */
const BELOW_THE_DOORS = ["domain", "adapters", "modules", "links", "workflows"]

const layers = {
  domain: { may: [], packages: ["jalaali-js", "ibantools", "csv-parse", "csv-parse/sync"] },
  adapters: { may: ["domain"], types: ["modules"] },
  modules: { may: ["domain", "adapters"], alone: true },
  providers: { may: ["domain", "adapters"], alone: true },
  links: { may: ["domain", "modules"] },
  workflows: { may: ["domain", "adapters", "modules", "links"] },
  api: { may: BELOW_THE_DOORS },
  subscribers: { may: BELOW_THE_DOORS },
  jobs: { may: BELOW_THE_DOORS },
  // Runs in a browser: code from domain only, and the shapes of answers.
  admin: { may: ["domain"], types: ["api"] },
}

/** The parts of a path below src, or null for a file outside it. */
function partsOf(file) {
  const [, below] = file.replaceAll("\\", "/").split(/(?:^|\/)src\/(?=[^]*$)/)
  return below === undefined ? null : below.split("/")
}

/** Where a relative import leads, below src. */
function resolve(parts, source) {
  const at = parts.slice(0, -1)
  for (const step of source.split("/")) {
    if (step === "..") at.pop()
    else if (step !== ".") at.push(step)
  }
  return at
}

const isTypeOnly = (node) =>
  node.importKind === "type" || node.exportKind === "type" ||
  (node.specifiers?.length > 0 && node.specifiers.every((each) => each.importKind === "type"))

/** Why the import is refused, or null. */
function refusal(parts, source, typeOnly) {
  const [folder, part] = parts
  const layer = layers[folder]
  if (!layer) return null
  if (!source.startsWith(".")) {
    return layer.packages && !layer.packages.includes(source) ? `src/${folder} is pure: it imports no '${source}'.` : null
  }
  const [toFolder, toPart] = resolve(parts, source)
  if (toFolder === folder) {
    return layer.alone && toPart !== part ? `'${part}' and '${toPart}' never import each other: a link or a workflow joins them.` : null
  }
  if (layer.may.includes(toFolder) || (typeOnly && layer.types?.includes(toFolder))) return null
  if (resolve(parts, source).length === 1) return null
  return `src/${folder} may not import src/${toFolder}; it may import ${[folder, ...layer.may].join(", ")}.`
}

module.exports = {
  meta: { type: "problem", docs: { description: "each layer imports only those above it" }, schema: [] },
  create(context) {
    const parts = partsOf(context.filename)
    if (!parts) return {}
    const check = (node) => {
      if (!node.source || typeof node.source.value !== "string") return
      const message = refusal(parts, node.source.value, isTypeOnly(node))
      if (message) context.report({ node, message })
    }
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check }
  },
}
