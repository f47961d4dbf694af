import { ConnectorError } from '../errors.ts';
import { readInputFile } from './input-file.ts';

/**
 * The JSON value in the file that a command line option names; the file's extension does not matter. Rejects with a
 * `config_error` when the file is blank or not JSON. The message names option and path, never the content.
 */
export async function readJsonFile(option: string, path: string): Promise<unknown> {
  const text = await readText(option, path);
  if (text === '') throw fault(option, path, 'is empty. Check the path, or write the file again');
  return parse(option, path, text);
}

/** As {@link readJsonFile}, but a blank file is null, and a file with a printed message on each line is a list. */
export async function readJsonOrLinesFile(option: string, path: string): Promise<unknown> {
  const text = await readText(option, path);
  if (text === '') return null;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  // Each printed message is a whole object on one line. The lines of indented JSON are not.
  const isPrinted = lines.length > 1 && lines.every((line) => /^\s*\{.*\}\s*$/.test(line));
  return isPrinted ? lines.map((line) => parse(option, path, line)) : parse(option, path, text);
}

function parse(option: string, path: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw fault(option, path, 'is not valid JSON. Check the file, or write it again');
  }
}

async function readText(option: string, path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readInputFile(path)).trim();
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

/** Where the JSON itself was given as the path, it is not quoted: it may hold the token. */
function fault(option: string, path: string, reason: string): ConnectorError {
  if (/^\s*[{[]/.test(path)) {
    return new ConnectorError(`${option} takes the path of a file, not the JSON itself. Write it into a file.`, {
      failureType: 'config_error',
    });
  }
  return new ConnectorError(`The file given as ${option} (${path}) ${reason}.`, { failureType: 'config_error' });
}
