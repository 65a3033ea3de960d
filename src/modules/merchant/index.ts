import { Module } from "@medusajs/framework/utils"

import MerchantModuleService from "./service"

export const PASAJ_MERCHANT = "pasaj_merchant"

export default Module(PASAJ_MERCHANT, { service: MerchantModuleService })
