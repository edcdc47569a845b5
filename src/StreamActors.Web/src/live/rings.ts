/** The last quarter of an hour of one number, a slot every five seconds: the largest value in each. */
export class Ring {
  static readonly slots = 180;
  static readonly slotMs = 5000;

  #values = new Float64Array(Ring.slots).fill(NaN);
  #last = 0;

  add(value: number, at: number) {
    const slot = Math.floor(at / Ring.slotMs);
    if (this.#last === 0) this.#last = slot;
    const skipped = Math.min(slot - this.#last, Ring.slots);
    for (let n = 1; n <= skipped; n++) this.#values[(this.#last + n) % Ring.slots] = NaN;
    if (slot < this.#last) return;
    this.#last = slot;
    const before = this.#values[slot % Ring.slots]!;
    this.#values[slot % Ring.slots] = Number.isNaN(before) ? value : Math.max(before, value);
  }

  /** What was measured before this page began; what it has measured itself stays where that is more. */
  recall(value: number, at: number) {
    const slot = Math.floor(at / Ring.slotMs);
    if (slot > this.#last) return this.add(value, at);
    if (slot <= this.#last - Ring.slots) return;
    const before = this.#values[slot % Ring.slots]!;
    this.#values[slot % Ring.slots] = Number.isNaN(before) ? value : Math.max(before, value);
  }

  /** Oldest first; NaN where nothing was measured. */
  values(): number[] {
    return Array.from({ length: Ring.slots }, (_, n) => this.#values[(this.#last + 1 + n) % Ring.slots]!);
  }
}
