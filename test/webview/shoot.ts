import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { outputDir, startHarness, THEMES } from './harness.ts';
import { NOW, stories } from './stories.ts';

/** Draws every story in every theme and two widths into test/.output/, for a person to look at. */
mkdirSync(outputDir, { recursive: true });
const harness = await startHarness();
for (const theme of THEMES) {
  for (const width of [300, 600]) {
    for (const [name, story] of Object.entries(stories)) {
      const view = await harness.open({ theme, width, height: 760, clock: NOW });
      await view.post(story);
      await view.page.clock.runFor(1_000);
      await view.page.screenshot({ path: join(outputDir, `${name}-${theme}-${width}.png`) });
      await view.page.context().close();
    }
  }
}
await harness.close();
