/** Host of Pulumi's own installer, as the Automation API uses it. */
const INSTALLER_URL = 'https://get.pulumi.com/';

/** True where the installer's host answers without an error. Downloads nothing. */
export async function isInstallerOnline(signal: AbortSignal, url: string = INSTALLER_URL): Promise<boolean> {
  try {
    const response = await fetch(url, { method: 'HEAD', signal });
    return response.ok;
  } catch {
    return false;
  }
}
