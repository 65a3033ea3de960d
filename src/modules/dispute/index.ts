import { Module } from "@medusajs/framework/utils"

import DisputeModuleService from "./service"

export const PASAJ_DISPUTE = "pasaj_dispute"

export default Module(PASAJ_DISPUTE, { service: DisputeModuleService })
