import { render } from 'preact';
import type { HostMessage } from '../../src/shared/messages.ts';
import { LiveRegions } from './a11y/LiveRegions.tsx';
import { Composer } from './chat/Composer.tsx';
import { Log } from './chat/Log.tsx';
import { stepApprovals } from './chat/stepApprovals.ts';
import { SetupStrip } from './chat/SetupStrip.tsx';
import { TopBar } from './chat/TopBar.tsx';
import { receive } from './state/store.ts';
import './styles/main.css';
import { post } from './vscodeApi.ts';

const root = document.getElementById('root') ?? document.body;
render(
  <div class="app">
    <TopBar />
    <SetupStrip />
    <main><h1 class="sr-only">Pilothouse chat</h1><Log /></main>
    <Composer />
    <LiveRegions />
  </div>,
  root,
);
window.addEventListener('message', (event: MessageEvent<HostMessage>) => { receive(event.data); });
document.addEventListener('keydown', stepApprovals);
post({ type: 'ready' });
