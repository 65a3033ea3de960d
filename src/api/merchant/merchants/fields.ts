import { z } from "@medusajs/framework/zod"

import { isDay } from "../../../domain/calendar"

/** What a merchant says of itself, field by field, for whoever asks: the application, and every change of it. */
export const phone = z.string().regex(/^\+?[0-9]{8,15}$/, "a phone number is 8 to 15 digits, with or without +")
export const nameField = z.string().trim().min(2).max(160)
export const addressField = z.string().trim().min(5).max(500)
export const city = z.string().trim().min(2).max(80)
export const postalCode = z.string().regex(/^[0-9]{5,10}$/, "a postal code is 5 to 10 digits")
export const nationalId = z.string()
export const companyId = z.string().regex(/^\d{11}$/, "a company id is eleven digits")
export const licenceNumber = z.string().trim().min(3).max(60)
/** A day, and one that there is: 2027-02-30 is none. */
export const dayInput = z.string().refine(isDay, "write a day as 2027-03-20")
export const licenceExpiresOn = dayInput
