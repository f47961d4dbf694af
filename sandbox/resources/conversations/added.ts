import { perWorkspace } from '../../workspace.ts';

/** When something was added to each conversation since the start, by row number. */
export function additions() {
  return perWorkspace(() => {
    const times = new Map<number, readonly number[]>();
    return {
      of: (conversation: number): readonly number[] => times.get(conversation) ?? [],
      add: (conversation: number, at: number): void => {
        times.set(conversation, [...(times.get(conversation) ?? []), at]);
      },
    };
  });
}
