import { Module } from "@medusajs/framework/utils"

import SettlementModuleService from "./service"

export const PASAJ_SETTLEMENT = "pasaj_settlement"

export default Module(PASAJ_SETTLEMENT, { service: SettlementModuleService })
