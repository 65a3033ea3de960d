// Three kinds of tests, run by `npm test` in this order. The last two need the databases it opens.
const common = {
  rootDir: __dirname,
  testEnvironment: "node",
  transform: {
    "^.+\\.[jt]sx?$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", tsx: true, decorators: true },
          transform: { decoratorMetadata: true, legacyDecorator: true, react: { runtime: "automatic" } },
        },
        module: { type: "commonjs" },
        sourceMaps: "inline",
      },
    ],
  },
  modulePathIgnorePatterns: ["<rootDir>/.medusa", "<rootDir>/.data", "<rootDir>/.test", "<rootDir>/.host", "<rootDir>/.bench"],
}

const withDatabases = {
  globalSetup: "<rootDir>/integration-tests/support/setup.ts",
  globalTeardown: "<rootDir>/integration-tests/support/teardown.ts",
}

module.exports = {
  // A suite with a server's modules in memory leaves hundreds of MB behind.
  workerIdleMemoryLimit: "1500MB",
  projects: [
    {
      ...common,
      displayName: "rules",
      testMatch: ["<rootDir>/src/**/*.spec.ts", "<rootDir>/tests/**/*.spec.ts"],
      testPathIgnorePatterns: ["/node_modules/", "/__tests__/"],
    },
    { ...common, ...withDatabases, displayName: "modules", testMatch: ["<rootDir>/src/modules/*/__tests__/**/*.spec.ts"] },
    { ...common, ...withDatabases, displayName: "http", testMatch: ["<rootDir>/integration-tests/http/**/*.spec.ts"] },
  ],
}
