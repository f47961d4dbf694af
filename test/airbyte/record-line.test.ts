import { describe, expect, it } from 'vitest';
import { recordLine } from '../../src/airbyte/record-line.ts';

describe('recordLine', () => {
  it('is the JSON of a RECORD, without line end', () => {
    const line = recordLine('tags "x"', { id: '1', name: null, text: 'a\nb\u2028' }, 1_790_000_000_123);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({
      type: 'RECORD',
      record: { stream: 'tags "x"', emitted_at: 1_790_000_000_123, data: { id: '1', name: null, text: 'a\nb\u2028' } },
    });
  });

  it('tells what the row lost', () => {
    const changes = [{ field: 'age', change: 'NULLED', reason: 'SOURCE_SERIALIZATION_ERROR' }] as const;
    expect(JSON.parse(recordLine('contacts', { id: '1', age: null }, 1, changes)).record.meta).toEqual({ changes });
  });

  it('R3: nulls the biggest fields of a row that would pass 15 MB, says so, and keeps the others', () => {
    const row = { id: '1', small: 'x'.repeat(1000), bigger: '€'.repeat(5_000_000), big: '€'.repeat(400_000) };
    const line = recordLine('conversations', row, 1);
    expect(Buffer.byteLength(line)).toBeLessThan(15_000_000);
    const { data, meta } = JSON.parse(line).record;
    expect(data).toEqual({ ...row, bigger: null });
    expect(meta.changes).toEqual([{ field: 'bigger', change: 'NULLED', reason: 'SOURCE_RECORD_SIZE_LIMITATION' }]);
  });

  it('nulls fields that are nested too deep for JSON, says so, and keeps the others', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    const { data, meta } = JSON.parse(recordLine('conversations', { id: '1', deep, list: [[1]] }, 1)).record;
    expect(data).toEqual({ id: '1', deep: null, list: [[1]] });
    expect(meta.changes).toEqual([{ field: 'deep', change: 'NULLED', reason: 'SOURCE_SERIALIZATION_ERROR' }]);
  });
});
