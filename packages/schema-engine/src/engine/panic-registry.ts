/**
 * The wasm engine writes the reason of a panic into this global before it traps; without the object the reason
 * would be lost behind "RuntimeError: unreachable". The name is the engine's.
 */
interface PanicRegistry {
  set_message(message: string): void;
}

let lastPanic = '';

export function installPanicRegistry(): void {
  const registry: PanicRegistry = {
    set_message: (message) => {
      lastPanic = message;
    },
  };
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: registry });
}

/** The reason of the last panic, or an empty string. */
export function takePanic(): string {
  const panic = lastPanic;
  lastPanic = '';
  return panic;
}
