import { Module } from "@medusajs/framework/utils"

import EscrowModuleService from "./service"

export const PASAJ_ESCROW = "pasaj_escrow"

export default Module(PASAJ_ESCROW, { service: EscrowModuleService })
