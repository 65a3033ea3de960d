import { Module } from "@medusajs/framework/utils"

import TreasuryModuleService from "./service"

export const PASAJ_TREASURY = "pasaj_treasury"

export default Module(PASAJ_TREASURY, { service: TreasuryModuleService })
