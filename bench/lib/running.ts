/** Opens a server, uses it, and closes it again. */
export async function using<S extends { close(): void }, T>(
  opening: Promise<S>,
  act: (server: S) => Promise<T>,
): Promise<T> {
  const server = await opening;
  try {
    return await act(server);
  } finally {
    server.close();
  }
}
