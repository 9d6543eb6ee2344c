// htmx, with one swap of our own: morph changes only what differs, so that focus, scroll and open details survive.
import htmx from 'htmx.org/dist/htmx.esm.js';
import { Idiomorph } from 'idiomorph/dist/idiomorph.esm.js';

htmx.defineExtension('morph', {
  isInlineSwap: style => style === 'morph',
  handleSwap(style, target, fragment) {
    if (style !== 'morph') {
      return undefined;
    }
    return Idiomorph.morph(target, fragment.children, {
      morphStyle: 'outerHTML',
      callbacks: {
        // What a reader opened stays open.
        beforeAttributeUpdated: (name, node) => !(name === 'open' && node.nodeName === 'DETAILS'),
      },
    });
  },
});

export { htmx };
