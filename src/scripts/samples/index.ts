import { apparel } from "./apparel"
import { bicycles } from "./bicycles"
import { homeAndGarden } from "./home-and-garden"
import { jewelery } from "./jewelery"

/** Small catalogues by trade, for the sandbox. They are modules and not files, so that the packed plugin has them too. */
export const samples: Record<string, string> = { apparel, bicycles, "home-and-garden": homeAndGarden, jewelery }
