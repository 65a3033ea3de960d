import { testbed } from "./testbed"

/** Says early, and once, what is missing when Jest is started by hand. */
export default async function setup() {
  testbed()
}
