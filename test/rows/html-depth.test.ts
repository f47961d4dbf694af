import { expect, it } from 'vitest';
import { limitDepth } from '../../src/rows/html-depth.ts';

it('leaves HTML that is not too deep as it is', () => {
  const html = '<!DOCTYPE html><div a="1"><p>x<br/>y</p><P>z</P><img src="a>b"></div> 1 < 2 </b>';

  expect(limitDepth(html, 2)).toBe(html);
});

it('takes off the tags of elements that are too deep, and leaves their text', () => {
  expect(limitDepth('<a>1<b>2<i class="x">3</i>4</b>5</a><i>6</i>', 2)).toBe('<a>1<b>2 3 4</b>5</a><i>6</i>');
});

it('leaves no more than the deepest elements of a megabyte, which a parser would take a minute for', () => {
  expect(limitDepth('<div>'.repeat(200_000), 250).trim()).toBe('<div>'.repeat(250));
});

it('counts elements that are never ended, and ends them with the one around them', () => {
  expect(limitDepth('<div><b>1<b>2</div><p>3<i>4', 2)).toBe('<div><b>1 2</div><p>3<i>4');
});

it('does not take an end tag that ends nothing for one', () => {
  expect(limitDepth('<div></b></i><b>1</b>', 1)).toBe('<div></b></i> 1 ');
});

it('does not count elements without content, and leaves those whose content is no HTML whole', () => {
  const html = `<div>${'<br><img src="x">'.repeat(9)}<style>p > b {}</style>`;

  expect(limitDepth(`${html}<b>1</b>`, 1)).toBe(`${html} 1 `);
});

it('ends a paragraph, an item or a cell where the next one begins', () => {
  const html = '<ul><li>1<li>2<li>3</ul><p>4<p>5<table><tr><td>6<td>7';

  expect(limitDepth(html, 4)).toBe(html);
});

it('takes names in capitals and small letters for the same', () => {
  const html = '<B>1</b><b>2</B><LI>3<li>4<BR><br>';

  expect(limitDepth(html, 1)).toBe(html);
});
