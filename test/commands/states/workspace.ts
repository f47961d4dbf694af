/** The workspace that the states in this folder were read from. Its clock stands still, so that it is always the same. */
export const workspaceOf = {
  now: () => 1_790_000_000,
  sizes: {
    ...{ contacts: 700, companies: 120, conversations: 320, partsPerConversation: 2, tickets: 320, activity_logs: 200 },
  },
  rateLimit: { perWindow: 1_000_000 },
};
