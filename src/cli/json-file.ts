import { ConnectorError } from '../errors.ts';
import { readInputFile } from './input-file.ts';

/**
 * The JSON value in the file that a command line option names; the file's extension does not matter. Rejects with a
 * `config_error` when the file is blank or not JSON. The message names option, path and position, never the content.
 */
export async function readJsonFile(option: string, path: string): Promise<unknown> {
  const text = await readTextFile(option, path);
  if (text.trim() === '') throw fault(option, path, 'is empty. Check the path, or write the file again');
  return parseJson(option, path, text);
}

/** The JSON value in the text of such a file. `firstLine` is the line of the file that the text begins with. */
export async function parseJson(option: string, path: string, text: string, firstLine = 1): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch {
    const place = await firstProblem(text, firstLine);
    throw fault(option, path, `is not valid JSON${place}. Check the file, or write it again`);
  }
}

/** The text of such a file, without a byte order mark. Rejects with a `config_error` that says why it can't be read. */
export async function readTextFile(option: string, path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readInputFile(path));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw fault(option, path, REASONS[code] ?? 'could not be read. Check the file');
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist. Check the path',
  EISDIR: 'is a directory. Give the path of a file in it',
  EACCES: 'may not be read by this user. Change its permissions',
  EFBIG: 'is larger than 16 MB. Check that it is the right file',
  ENOTSUP: 'is neither a file nor a pipe. Give the path of a file',
  ETIMEDOUT: 'is a pipe into which nobody wrote a whole text. Give the path of a file',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'is not text in UTF-8. Check that it is the right file',
};

/** Where the text stops being JSON. The errors of `JSON.parse` don't always say, and quote the content. */
async function firstProblem(text: string, firstLine: number): Promise<string> {
  const { parse } = await import('@humanwhocodes/momoa');
  try {
    parse(text);
    return '';
  } catch (error) {
    const { line, column } = { line: Number.NaN, column: Number.NaN, ...Object(error) };
    return Number.isInteger(line) ? ` at line ${line + firstLine - 1}, column ${column}` : '';
  }
}

/** Where the JSON itself was given as the path, it is not quoted: it may hold the token. */
function fault(option: string, path: string, reason: string): ConnectorError {
  if (/^\s*[{[]/.test(path)) {
    return new ConnectorError(`${option} takes the path of a file, not the JSON itself. Write it into a file.`, {
      failureType: 'config_error',
    });
  }
  return new ConnectorError(`The file given as ${option} (${path}) ${reason}.`, { failureType: 'config_error' });
}
