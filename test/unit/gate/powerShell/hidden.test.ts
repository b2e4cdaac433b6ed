import assert from 'node:assert/strict';
import { levelOf } from '../../../../src/gate/level.ts';
import { facts, realAnalyser } from '../analyser.ts';

const files = { '.env': { text: 'KEY=1', state: 'ignored' }, 'src/a.ts': { text: 'x', state: 'clean' } } as const;
const analyser = realAnalyser();

async function levelOfText(command: string): Promise<string> {
  const { effects, minimumLevel } = await analyser.analyse(command, facts({ shell: 'powershell' }, files));
  return levelOf(effects, minimumLevel).level;
}

/** What PowerShell runs, opens or writes although a hasty reader sees harmless words. */
const hidden: Record<string, readonly string[]> = {
  'a command inside a text, behind a variable': ['Write-Output "$a$(Remove-Item x)"', 'Write-Output "$$$(Remove-Item x)"', 'Write-Output "$?$(Remove-Item x)"', 'Write-Output "$^$(Remove-Item x)"'],
  'a conversion that opens a file': ["'src/a.ts' -as [System.IO.StreamWriter]", "'src/a.ts' -as 'System.IO.StreamWriter'", "'src/a.ts' -as $type"],
  'a redirection of a block': ['& { Get-Date } > src/a.ts', '. { Get-Date } >> src/a.ts'],
  'an option apart from its value': ['git log -n: --output=x', 'rg foo src -g: --pre=cmd', 'sort -k: --compress-program=x src/a.ts', "sort -k: '-oa' src/a.ts"],
  'words after the stop-parsing sign': ['rg -e --% src; echo --pre=cmd', 'rg -e --%; echo --pre=cmd'],
  'a value that looks like a parameter': ['Select-String `-Encoding .env', 'Select-String -En"coding" .env'],
  'files that come through the pipe': ['Get-Item .env | Get-Content', 'Get-ChildItem -Force | Select-String KEY', 'Get-ChildItem -Force -Exclude *.ts | Get-Content', 'Get-ChildItem .env, *.ts | Get-Content', 'Get-ChildItem -Filter *.env | Get-Content', "'{\"Path\":\"/etc/passwd\"}' | ConvertFrom-Json | Get-Content", '(Get-Item .env) | Import-Csv', 'Get-ChildItem -Force | Where-Object Name -like x | Format-Hex'],
  'a file read by a cmdlet that computes': ['ConvertFrom-Markdown .env', 'Select-Xml x ../a.xml', 'Test-Json -Json x -SchemaFile ../a'],
  'a download by a cmdlet that gets': ['Get-AzStorageBlobContent -Container a -Blob b', 'Get-AzRemoteDesktopFile -Name a -LocalPath src/a.ts', 'Get-AzVM -OutVariable PSDefaultParameterValues', 'Get-EC2Instance -pv x'],
  'variables set from a file': ['Import-LocalizedData PSDefaultParameterValues -FileName a.psd1'],
  'another shell that starts elsewhere or with more': ["pwsh -wd / -c 'Get-Content etc/passwd'", 'pwsh -Config a.pssc -c Get-Date', 'pwsh -l -c Get-Date', 'pwsh -SettingsFile a.json -c Get-Date'],
  'recovery keys, and other machines': ['Get-BitLockerVolume', "Get-Counter '\\\\host\\Processor(_Total)\\% Processor Time'", 'Get-WmiObject -Class Win32_Product'],
};

describe('What hides in a PowerShell text', () => {
  for (const [what, commands] of Object.entries(hidden)) {
    it(`is never silent: ${what}`, async () => {
      for (const command of commands) assert.notEqual(await levelOfText(command), 'SAFE', command);
    });
  }

  it('leaves the plain form of the same silent', async () => {
    for (const command of ['Write-Output "$a $b"', "'1' -as [int]", '& { Get-Date }', 'git log -n 5', 'Get-Content src/a.ts | Select-String foo', 'git log | Select-String foo', 'Get-ChildItem -Recurse -Filter *.ts | Select-String foo', 'Get-ChildItem *.ts | Get-FileHash', 'pwsh -NoProfile -c Get-Date']) {
      assert.equal(await levelOfText(command), 'SAFE', command);
    }
  });
});
