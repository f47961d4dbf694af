import { readFile } from 'node:fs/promises';
import { ConnectorError } from './errors.ts';

/**
 * The JSON value in the file that a command line option names, whatever the file's extension. A blank file is
 * `ifBlank`, where given. Anything else that is not JSON is a `config_error` that names option and path, never the
 * content.
 */
export async function readJsonFile(option: string, path: string, ifBlank?: null): Promise<unknown> {
  const text = await readText(option, path);
  const json = text.replace(/^\uFEFF/, '').trim();
  if (json === '' && ifBlank !== undefined) return ifBlank;
  if (json === '') throw fault(option, path, 'is empty. Check the path, or write the file again');
  try {
    return JSON.parse(json);
  } catch {
    throw fault(option, path, 'is not valid JSON. Check the file, or write it again');
  }
}

async function readText(option: string, path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw fault(option, path, REASONS[code] ?? 'could not be read. Check the file');
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist. Check the path',
  EISDIR: 'is a directory. Give the path of a file in it',
  EACCES: 'may not be read by this user. Change its permissions',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'is not text in UTF-8. Check that it is the right file',
};

function fault(option: string, path: string, reason: string): ConnectorError {
  return new ConnectorError(`The file given as ${option} (${path}) ${reason}.`, { failureType: 'config_error' });
}
