import { model } from "@medusajs/framework/utils"

/** A person who signs in; the actor id of a login is the person's id. */
export const Person = model.define("pasaj_person", {
  id: model.id({ prefix: "pers" }).primaryKey(),
  name: model.text(),
  email: model.text(),
  phone: model.text().nullable(),
})
