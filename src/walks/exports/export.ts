import type { ApiRequest, Body } from '../../intercom/api.ts';
import type { Gap } from '../../progress/progress.ts';

/** A kind of export: where its jobs are made, asked for and downloaded, and what their files hold. */
export interface Export {
  /** Makes a job for the window. A file may hold rows from outside the window, at its borders. */
  create(window: Gap): ApiRequest;
  status(id: string): ApiRequest;
  download(id: string): ApiRequest;
  /** Absent: a job can't be cancelled. */
  cancel?(id: string): ApiRequest;
  /** Above this number of rows a job's file is cut off without a word. Absent: no such number is known. */
  readonly mostRows?: number;
  /** Intercom keeps data at least this long; a job for older data may be refused with a 400. Absent: all is kept. */
  readonly keptSeconds?: number;
  /**
   * How to make records of the lines of a file, whose first line is `header`. Undefined for a file of something else.
   * Throws where the file does not belong to this export.
   */
  table(header: readonly string[], file: string | undefined): Table | undefined;
}

export type Table = (line: readonly string[]) => Body;
