export function speedUp(factor: number, epochMs: number): void;
