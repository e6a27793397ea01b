// The application arrives part by part, so that it never keeps the browser from its other work for long.

/** Lets all parts come; false, and nothing is left of it, when it is over before. */
export async function arrive(instance, isOver) {
  while (instance.arrive()) {
    await breath();
    if (!isOver()) continue;
    try {
      instance.free();
    } catch {
      // A module that broke meanwhile lets nothing go.
    }
    return false;
  }
  return true;
}

/** Lets the browser do what else it has to do. */
export function breath() {
  return globalThis.scheduler?.yield?.() ?? new Promise((goOn) => setTimeout(goOn));
}
