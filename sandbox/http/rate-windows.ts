import type { Settings } from '../settings.ts';

export interface Allowance {
  readonly isWithin: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** Counts calls in windows that follow each other without a gap, each with the same allowance. */
export class RateWindows {
  private readonly settings: Settings;
  private window = 0;
  private used = 0;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  get perWindow(): number {
    return this.settings.rateLimit.perWindow;
  }

  /** Takes one call out of the current window; the headers tell what is left and the second at which it ends. */
  take(): Allowance {
    const { perWindow, windowSeconds } = this.settings.rateLimit;
    const window = Math.floor(this.settings.now() / windowSeconds);
    if (window !== this.window) this.used = 0;
    this.window = window;
    this.used++;
    return { isWithin: this.used <= perWindow, headers: this.headers(Math.max(0, perWindow - this.used)) };
  }

  /** As they come with a 429. */
  exhausted(): Readonly<Record<string, string>> {
    return this.headers(0);
  }

  private headers(remaining: number): Readonly<Record<string, string>> {
    const { perWindow, windowSeconds } = this.settings.rateLimit;
    const end = (Math.floor(this.settings.now() / windowSeconds) + 1) * windowSeconds;
    return {
      'X-RateLimit-Limit': String(perWindow),
      'X-RateLimit-Remaining': String(remaining),
      'X-RateLimit-Reset': String(Math.ceil(end)),
    };
  }
}
