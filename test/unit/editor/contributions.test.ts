import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PROFILES, ROLES } from '../../../src/core/policy.ts';
import { Command, ContextKey, DIALECT_SETTINGS, PROVIDER_IDS, SANDBOX_MODES, Setting, View } from '../../../src/editor/contributions.ts';

const root = resolve(import.meta.dirname, '../../..');

interface Manifest {
  icon: string;
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] }; virtualWorkspaces: { supported: boolean } };
  contributes: {
    commands: { command: string; title: string; category: string; enablement?: string }[];
    keybindings: { command: string; key: string; mac: string; when?: string }[];
    viewsContainers: Record<string, { id: string; icon: string }[]>;
    views: Record<string, { id: string; type: string; icon: string; when?: string }[]>;
    submenus: { id: string }[];
    menus: Record<string, { command?: string; submenu?: string }[]>;
    configuration: { properties: Record<string, { scope: string; default: unknown; enum?: string[] }> }[];
    walkthroughs: { steps: { description: string; media: { svg: string }; completionEvents?: string[] }[] }[];
  };
}

describe('the manifest and the code', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const { contributes } = manifest;
  const properties = Object.assign({}, ...contributes.configuration.map((section) => section.properties)) as Manifest['contributes']['configuration'][0]['properties'];
  const commands: string[] = Object.values(Command);

  it('name the same commands, all under “Pilothouse”', () => {
    assert.deepEqual(contributes.commands.map((entry) => entry.command).sort(), [...commands].sort());
    assert.deepEqual([...new Set(contributes.commands.map((entry) => entry.category))], ['Pilothouse']);
  });

  it('name the same settings, with the same choices', () => {
    assert.deepEqual(Object.keys(properties).sort(), Object.values(Setting).sort());
    assert.deepEqual(properties[Setting.provider]?.enum, ['', ...PROVIDER_IDS]);
    assert.deepEqual(properties[Setting.dialect]?.enum, [...DIALECT_SETTINGS]);
    assert.deepEqual(properties[Setting.sandboxMode]?.enum, [...SANDBOX_MODES]);
    assert.deepEqual(properties[Setting.approvalProfile]?.enum, [...PROFILES]);
    assert.deepEqual(properties[Setting.approvalRole]?.enum, [...ROLES]);
  });

  it('let no workspace choose a provider, an address, an executable, what counts as production or what is approved', () => {
    for (const [key, property] of Object.entries(properties)) assert.equal(property.scope, 'machine', key);
    assert.deepEqual([...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(), Object.keys(properties).sort());
  });

  it('give every setting a default', () => {
    for (const [key, property] of Object.entries(properties)) assert.notEqual(property.default, undefined, key);
  });

  it('work read-only in an untrusted workspace and not at all in a virtual one', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    assert.equal(manifest.capabilities.virtualWorkspaces.supported, false);
  });

  it('open the chat by Ctrl+Shift+K and Cmd+Shift+K wherever the focus is', () => {
    assert.deepEqual(contributes.keybindings, [{ command: Command.openChat, key: 'ctrl+shift+k', mac: 'cmd+shift+k' }]);
  });

  it('have one view that nothing can hide, in a container of the activity bar', () => {
    assert.deepEqual(contributes.viewsContainers.activitybar?.map(({ id }) => id), [View.container]);
    const views = contributes.views[View.container] ?? [];
    assert.deepEqual(views.map(({ id, type, when }) => ({ id, type, when })), [{ id: View.chat, type: 'webview', when: undefined }]);
  });

  it('show the audit in the panel, once a person asked for it', () => {
    assert.deepEqual(contributes.viewsContainers.panel?.map(({ id }) => id), [View.auditContainer]);
    assert.deepEqual((contributes.views[View.auditContainer] ?? []).map(({ id, when }) => ({ id, when })), [{ id: View.audit, when: ContextKey.auditShown }]);
  });

  it('mention no command, submenu or context key that does not exist', () => {
    const submenus = contributes.submenus.map((entry) => entry.id);
    for (const entries of Object.values(contributes.menus)) {
      for (const { command, submenu } of entries) {
        if (command !== undefined) assert.ok(commands.includes(command), command);
        if (submenu !== undefined) assert.ok(submenus.includes(submenu), submenu);
      }
    }
    const known: string[] = ['editorHasSelection', ...Object.values(ContextKey)];
    for (const { enablement } of contributes.commands) if (enablement !== undefined) assert.ok(known.includes(enablement), enablement);
    for (const { steps } of contributes.walkthroughs) {
      for (const { description, completionEvents } of steps) {
        const named = [...description.matchAll(/command:([\w.]+)/g)].map((match) => match[1] ?? '');
        const awaited = (completionEvents ?? []).map((event) => event.replace('onCommand:', ''));
        for (const command of [...named, ...awaited]) assert.ok(commands.includes(command), command);
      }
    }
  });

  it('point at pictures that are there', () => {
    const pictures = [
      manifest.icon, ...Object.values(contributes.viewsContainers).flat().map((entry) => entry.icon), ...Object.values(contributes.views).flat().map((entry) => entry.icon),
      ...contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps.map((step) => step.media.svg)),
    ];
    for (const picture of pictures) assert.ok(existsSync(join(root, picture)), picture);
  });
});
