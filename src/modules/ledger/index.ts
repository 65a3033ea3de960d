import { Module } from "@medusajs/framework/utils"

import LedgerModuleService from "./service"

export const PASAJ_LEDGER = "pasaj_ledger"

export default Module(PASAJ_LEDGER, { service: LedgerModuleService })
