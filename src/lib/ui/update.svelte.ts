/**
 * The installed copy of the app and its updates. A new version is fetched in the background and waits;
 * nothing changes until somebody applies it, and it should be offered only when nothing is being typed
 * and everything is saved.
 */

/** Understood by src/service-worker.ts. */
const TAKE_OVER = 'take-over';
/** Safari may never say that the new worker took over (vite-plugin-pwa #937). */
const RELOAD_AFTER = 2000;
/** A tab that stays open for days asks now and then whether there is something new. */
const ASK_EVERY = 60 * 60 * 1000;

class AppUpdate {
  /** `waiting`: a newer version lies here, ready to be applied. */
  state: 'none' | 'waiting' = $state('none');
  /** True when every address of the app opens without a network. */
  ready = $state(false);
  #waiting: ServiceWorker | undefined;
  #applying = false;

  /** Installs the worker; called once by the layout. Does nothing while developing. */
  async start(container: ServiceWorkerContainer | undefined = navigator.serviceWorker): Promise<void> {
    if (!container || import.meta.env.DEV) return;
    container.addEventListener('controllerchange', () => {
      this.ready = true;
      if (this.#applying) location.reload();
    });
    this.ready = container.controller !== null;
    const registration = await container.register('/service-worker.js').catch(() => undefined);
    if (!registration) return;
    this.#notice(registration, container);
    registration.addEventListener('updatefound', () => {
      const coming = registration.installing;
      coming?.addEventListener('statechange', () => this.#notice(registration, container));
    });
    setInterval(() => void registration.update().catch(() => undefined), ASK_EVERY);
  }

  /** Takes the waiting version and reloads. Only when everything is saved. */
  apply(): void {
    if (!this.#waiting) return;
    this.#applying = true;
    this.#waiting.postMessage(TAKE_OVER);
    setTimeout(() => location.reload(), RELOAD_AFTER);
  }

  #notice(registration: ServiceWorkerRegistration, container: ServiceWorkerContainer) {
    // The very first worker replaces nothing, so there is nothing to ask.
    if (!registration.waiting || !container.controller) return;
    this.#waiting = registration.waiting;
    this.state = 'waiting';
  }
}

export const update = new AppUpdate();
