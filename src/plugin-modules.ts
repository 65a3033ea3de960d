/** What a host may set in `plugins: [{ resolve: "medusa-plugin-pasaj", options }]`. */
export interface PasajOptions {
  /** Opens the test clock and other doors of a demonstration. Never on where money is real. */
  sandbox?: boolean
}

const names = ["ledger", "calendar", "merchant", "rental", "escrow", "dispute", "settlement", "treasury"]

/**
 * The modules of the plugin, for a `medusa-config.ts` that runs them as an app. A host that installs
 * the plugin does not need this: Medusa finds its modules, and hands each the plugin's options.
 */
export const pasajModules = (options: PasajOptions) =>
  names.map((name) => ({ resolve: `./src/modules/${name}`, options: { ...options } }))
