/** The package's own types call it an ES module only, which a CommonJS file may not import; it ships both. */
declare module "ibantools" {
  export function isValidIBAN(iban: string): boolean
  export function electronicFormatIBAN(iban: string): string | null
}
