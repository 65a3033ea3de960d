import { defineConfig, loadEnv } from "@medusajs/framework/utils"

import { pasajModules } from "./src/plugin-modules"

loadEnv(process.env.NODE_ENV ?? "development", process.cwd())

const { DATABASE_URL, REDIS_URL, STORE_CORS, ADMIN_CORS, AUTH_CORS, COOKIE_SECURE, PASAJ_SANDBOX, PASAJ_TRIAL_PROVIDER } = process.env
const here = "http://localhost:9000"

const redisProvider = (kind: string, redisUrl: string) => ({
  id: `${kind}-redis`,
  resolve: `@medusajs/medusa/${kind}-redis`,
  is_default: true,
  options: { redisUrl },
})

/** Several processes on one database need a bus, an engine, locks and a cache that they share. */
const redisModules = (redisUrl: string) => [
  { resolve: "@medusajs/medusa/event-bus-redis", options: { redisUrl } },
  { resolve: "@medusajs/medusa/workflow-engine-redis", options: { redis: { redisUrl } } },
  { resolve: "@medusajs/medusa/locking", options: { providers: [redisProvider("locking", redisUrl)] } },
  { resolve: "@medusajs/medusa/caching", options: { providers: [redisProvider("caching", redisUrl)] } },
]

/** A payment provider to try things with, beside the ones of the host: the tests bring one whose payer must come first. */
const trialProvider = (resolve: string) => ({
  resolve: "@medusajs/medusa/payment", options: { webhook_delay: 100, providers: [{ resolve, id: "trial" }] },
})

const workerModes = ["shared", "worker", "server"] as const

// Secrets are read from JWT_SECRET and COOKIE_SECRET by defineConfig itself, which knows a default
// in development and none in production.
export default defineConfig({
  projectConfig: {
    databaseUrl: DATABASE_URL,
    redisUrl: REDIS_URL || undefined,
    workerMode: workerModes.find((mode) => mode === process.env.MEDUSA_WORKER_MODE) ?? "shared",
    // Over plain http a browser drops a `Secure` cookie, and the dashboard would return to its sign-in
    // for ever; COOKIE_SECURE=false is for a production build tried on one's own machine.
    cookieOptions: COOKIE_SECURE ? { secure: COOKIE_SECURE === "true" } : undefined,
    http: {
      storeCors: STORE_CORS || `http://localhost:8000,${here}`,
      adminCors: ADMIN_CORS || `http://localhost:5173,${here}`,
      authCors: AUTH_CORS || `http://localhost:5173,http://localhost:8000,${here}`,
    },
  },
  admin: { disable: process.env.DISABLE_MEDUSA_ADMIN === "true" },
  modules: [
    ...pasajModules({ sandbox: PASAJ_SANDBOX === "true" }),
    ...(REDIS_URL ? redisModules(REDIS_URL) : []),
    ...(PASAJ_SANDBOX === "true" && PASAJ_TRIAL_PROVIDER ? [trialProvider(PASAJ_TRIAL_PROVIDER)] : []),
  ],
})
