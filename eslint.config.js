"use strict"

const medusa = require("@medusajs/eslint-plugin").default
const { defineConfig } = require("eslint/config")
const tseslint = require("typescript-eslint")
const layers = require("./scripts/lint/layers.cjs")

const tests = ["**/*.spec.ts", "**/__tests__/**", "integration-tests/**", "tests/**"]
const typed = ["src/**/*.{ts,tsx}"]

const banned = (selector, message) => ({ selector, message })

/** What makes a test or a reader trust a type less than it looks. */
const castThroughUnknown = banned(
  "TSAsExpression > TSAsExpression[typeAnnotation.type='TSUnknownKeyword']",
  "A cast through unknown hides a wrong type: narrow it, or parse it.",
)

/** Rules take the time as an argument (architecture, decision 11); only the calendar module reads a clock. */
const clocks = [
  banned("CallExpression[callee.object.name='Date'][callee.property.name='now']", "Take the instant as an argument."),
  banned("NewExpression[callee.name='Date'][arguments.length=0]", "Take the instant as an argument."),
  banned("CallExpression[callee.name='Date']", "Take the instant as an argument."),
]

/** What would make a rule depend on anything but its arguments, or money on floats. */
const impurities = [
  banned("MemberExpression[object.name='Math'][property.name='random']", "A rule gives the same answer twice."),
  banned("MemberExpression[object.name='Math'][property.name='round']", "Say which way it rounds: see money.ts."),
  banned("CallExpression[callee.name='parseFloat']", "No floats: amounts are whole minor units."),
  banned("CallExpression[callee.property.name='parseFloat']", "No floats: amounts are whole minor units."),
  banned("MemberExpression[property.name='toFixed']", "No floats: amounts are whole minor units."),
  banned("MemberExpression[object.name=/^(process|console|performance|globalThis)$/]", "A rule reads and writes nothing."),
  banned("CallExpression[callee.name=/^(fetch|require|setTimeout|setInterval|queueMicrotask)$/]", "A rule reads and writes nothing."),
]

const sleeps = [
  banned("CallExpression[callee.name=/^(setTimeout|setInterval|sleep|delay)$/]", "No sleeps: poll for what you wait for, with a limit."),
  banned("CallExpression[callee.property.name=/^(only|skip|todo)$/][callee.object.name=/^(it|test|describe)$/]", "Every test runs."),
]

const enterprise = {
  paths: ["@medusajs/rbac", "@medusajs/auth-oidc", "@medusajs/medusa/rbac"].map((name) => ({
    name, message: "Not open source: roles and scopes are our own (merchantScope).",
  })),
  patterns: [
    { group: ["@medusajs/rbac/*", "@medusajs/auth-oidc/*"], message: "Not open source: roles and scopes are our own." },
    { regex: "^\\.{1,2}/.*\\.(js|ts)$", message: "Relative imports carry no suffix: the output is CommonJS." },
  ],
}

/** Rules of the preset that are wrong here, each for its reason. */
const notHere = {
  // Ids carry the prefix `pasaj-`: a host's workflows and ours share one space of names (tests/tidy.spec.ts checks it).
  "@medusajs/step-id-kebab-case": "off",
  "@medusajs/workflow-id-matches-export-or-filename": "off",
  // Refusals are DomainErrors made by refuse(); a plain Error is a defect, and a masked 500 is right for it.
  "@medusajs/use-medusa-error-not-generic-error": "off",
}

const severe = (rules = {}) => Object.fromEntries(Object.keys(rules).map((rule) => [rule, notHere[rule] ?? "error"]))

/**
 * Medusa's strict preset: without its list of ignored files (our tests are linted too, by our own rules) but leaving
 * tests alone, as it means to; and a warning is an error, since nobody reads a warning twice.
 */
const preset = medusa.configs.strict
  .filter((block) => !(block.ignores && !block.files))
  .map((block) => (block.files ? { ...block, ignores: [...(block.ignores ?? []), ...tests, "scripts/**"], rules: severe(block.rules) } : block))

/** `const { secret, ...rest } = row` takes a key away; a parameter that must be there but says nothing starts with `_`. */
const unused = { ignoreRestSiblings: true, argsIgnorePattern: "^_" }

const inNode = ["process", "console", "URL", "Buffer", "fetch", "AbortController", "AbortSignal", "setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "structuredClone", "performance", "TextDecoder", "URLSearchParams"]
const inCommonJs = ["module", "require", "__dirname", "__filename", "exports"]
const readonly = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]))

module.exports = defineConfig(
  { ignores: ["**/node_modules/**", "**/.medusa/**", ".data/**", ".test/**", ".host/**", ".bench/**", "dist/**"] },
  ...preset,
  {
    name: "pasaj/scripts",
    files: ["**/*.{js,mjs,cjs}"],
    languageOptions: { ecmaVersion: 2023, globals: readonly(inNode) },
    rules: {
      eqeqeq: "error", "no-control-regex": "error", "no-empty": "error", "no-undef": "error", "no-unreachable": "error",
      "no-unused-vars": ["error", unused], "no-useless-escape": "error", "no-var": "error", "prefer-const": "error",
      "max-lines-per-function": ["error", 70],
    },
  },
  { name: "pasaj/commonjs", files: ["**/*.{js,cjs}"], languageOptions: { sourceType: "commonjs", globals: readonly(inCommonJs) } },
  {
    name: "pasaj/typescript",
    files: ["**/*.{ts,tsx}"],
    extends: [...tseslint.configs.recommended, ...tseslint.configs.stylistic],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", unused],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": "allow-with-description" }],
      // Types and interfaces say the same; an interface where a host may add to it, a type elsewhere.
      "@typescript-eslint/consistent-type-definitions": "off",
      eqeqeq: "error",
      "no-console": "error",
      "max-lines-per-function": ["error", 70],
      "no-restricted-imports": ["error", enterprise],
      "no-restricted-syntax": ["error", castThroughUnknown],
    },
  },
  {
    name: "pasaj/services",
    files: ["src/modules/*/service.ts"],
    // Medusa's own idiom, which its preset asks for: a service hands all it was given to its base.
    rules: { "prefer-rest-params": "off" },
  },
  {
    name: "pasaj/layers",
    files: ["src/**/*.{ts,tsx}"],
    ignores: tests,
    plugins: { pasaj: { rules: { layers } } },
    rules: { "pasaj/layers": "error" },
  },
  {
    name: "pasaj/types-known",
    files: typed,
    ignores: [...tests, "src/admin/**"],
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      // Refusals are data: `throw` is for refuse() and for what is truly a defect.
      "@typescript-eslint/only-throw-error": "off",
    },
  },
  {
    name: "pasaj/no-clock",
    files: ["src/**/*.{ts,tsx}"],
    ignores: [...tests, "src/modules/calendar/**", "src/admin/**"],
    rules: { "no-restricted-syntax": ["error", castThroughUnknown, ...clocks] },
  },
  {
    name: "pasaj/pure",
    files: ["src/domain/**/*.ts"],
    ignores: tests,
    rules: { "no-restricted-syntax": ["error", castThroughUnknown, ...clocks, ...impurities] },
  },
  {
    name: "pasaj/tests",
    files: tests.map((glob) => (glob.endsWith("**") ? `${glob}/*.ts` : glob)),
    rules: {
      // A describe block is as long as its table.
      "max-lines-per-function": "off",
      "no-restricted-syntax": ["error", castThroughUnknown],
    },
  },
  {
    name: "pasaj/no-sleeps",
    files: ["**/*.spec.ts"],
    rules: { "no-restricted-syntax": ["error", castThroughUnknown, ...sleeps] },
  },
)
