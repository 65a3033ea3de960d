import { clientOf, newPersonOf, type Client } from "../support/client"
import type { Arcade } from "../support/server"
import { merchantIdOf } from "./foreign-rows"

/** A merchant's login that is nobody yet: it has registered, and no person has been made of it. */
export async function newLoginOf(arcade: Arcade): Promise<Client> {
  const login = { email: `nobody-${process.pid}-${Date.now()}@example.com`, password: "a-long-password" }
  const { body } = await clientOf(arcade).call<{ token: string }>("POST", "/auth/merchant/emailpass/register", login)
  return clientOf(arcade, { authorization: `Bearer ${body.token}` })
}

/** A new member of a seeded merchant who may only look: no route of ours makes one yet. */
export async function viewerOf(arcade: Arcade, merchant: number): Promise<Client> {
  const viewer = await newPersonOf(arcade, "Kaveh Moradi")
  const { body } = await viewer.call<{ person: { id: string } }>("GET", "/merchant/me")
  await arcade.sql("insert into merchant_member (id, merchant_id, person_id, role) values ($1, $2, $3, 'viewer')", [
    `mem_viewer_${merchant}`, await merchantIdOf(arcade, merchant), body.person.id,
  ])
  return viewer
}
