import type { AuthIdentityDTO, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { createCustomerAccountWorkflow, createCustomerAddressesWorkflow, createUserAccountWorkflow } from "@medusajs/medusa/core-flows"

import { registerPersonWorkflow } from "../../workflows/merchant/register-person"
import { COUNTRY } from "./marketplace"

export type SignIn = { email: string; password: string }

// Known to everyone who reads this file: only a sandbox gets them.
export const operator: SignIn = { email: "operator@pasaj.test", password: "operator-of-the-sandbox" }
export const buyer: SignIn = { email: "niloufar@pasaj.test", password: "buyer-of-the-sandbox" }

/** The login of an email, made if it is missing: a seed that was cut short goes on from here. */
export async function login(container: MedusaContainer, { email, password }: SignIn): Promise<AuthIdentityDTO> {
  const auth = container.resolve(Modules.AUTH)
  const known = await auth.authenticate("emailpass", { body: { email, password } })
  if (known.success && known.authIdentity) return known.authIdentity
  const made = await auth.register("emailpass", { body: { email, password } })
  if (made.success && made.authIdentity) return made.authIdentity
  throw new Error(`The sign-in ${email} could not be made: ${made.error ?? known.error ?? "no reason given"}`)
}

/** The actor a login already speaks for, as Medusa notes it on the login. */
const actorOf = (identity: AuthIdentityDTO, key: string): string | undefined => {
  const value = identity.app_metadata?.[key]
  return typeof value === "string" ? value : undefined
}

/** Staff who sign in to the dashboard. @returns the user's id */
export async function seedOperator(container: MedusaContainer): Promise<string> {
  const identity = await login(container, operator)
  const known = actorOf(identity, "user_id")
  if (known) return known
  const [user] = await container.resolve(Modules.USER).listUsers({ email: operator.email })
  if (user) throw new Error(`The user ${operator.email} exists without its sign-in. Delete it in the dashboard, then seed again.`)
  const { result } = await createUserAccountWorkflow(container).run({
    input: { authIdentityId: identity.id, userData: { email: operator.email, first_name: "مینا", last_name: "راد" } },
  })
  return result.id
}

/** A customer with a Persian name and an address in Iran. */
export async function seedBuyer(container: MedusaContainer): Promise<void> {
  const identity = await login(container, buyer)
  const name = { first_name: "نیلوفر", last_name: "صادقی" }
  const known = actorOf(identity, "customer_id")
  const id = known ?? (await createCustomer(container, identity.id, { ...name, email: buyer.email, phone: "+989121234567" }))
  const addresses = await container.resolve(Modules.CUSTOMER).listCustomerAddresses({ customer_id: id })
  if (addresses.length > 0) return
  await createCustomerAddressesWorkflow(container).run({
    input: {
      addresses: [
        {
          customer_id: id, ...name, address_name: "خانه", address_1: "خیابان ولیعصر، کوچه نسترن، پلاک ۱۲، واحد ۳", city: "تهران",
          province: "تهران", postal_code: "1966813411", country_code: COUNTRY, phone: "+989121234567", is_default_shipping: true,
        },
      ],
    },
  })
}

type NewCustomer = { first_name: string; last_name: string; email: string; phone: string }

async function createCustomer(container: MedusaContainer, authIdentityId: string, customerData: NewCustomer): Promise<string> {
  const { result } = await createCustomerAccountWorkflow(container).run({ input: { authIdentityId, customerData } })
  return result.id
}

/** A person who may be a member of merchants. @returns the person's id */
export async function seedPerson(container: MedusaContainer, signIn: SignIn, name: string, phone: string): Promise<string> {
  const identity = await login(container, signIn)
  const known = actorOf(identity, "merchant_id")
  if (known) return known
  const { result } = await registerPersonWorkflow(container).run({
    input: { auth_identity_id: identity.id, name, email: signIn.email, phone },
  })
  return result
}
