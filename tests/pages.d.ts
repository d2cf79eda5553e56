// What browsers have and TypeScript's own list of them has not, and what the pages' scripts keep on the window.

interface Navigator {
  /** Only Safari: whether the page was opened from the home screen. */
  readonly standalone?: boolean;
  /** Only Chromium: what is known of the line. */
  readonly connection?: { readonly saveData: boolean };
}

interface Window {
  /** The browser's offer to install the app, kept until the dashboard asks for it. */
  installPrompt?: Event & { prompt(): Promise<unknown> };
}
