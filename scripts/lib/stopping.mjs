let stopping = false

/** True from the first signal on: what fails from then on fails because we are leaving. */
export const isStopping = () => stopping

export function beginStopping() {
  stopping = true
}

/**
 * Waits for ever once the command is being stopped, and not at all before: work in progress goes no
 * further and says nothing, while the signal's handler undoes what was done and ends the process.
 */
export const unlessStopping = () => (stopping ? new Promise(() => {}) : Promise.resolve())
