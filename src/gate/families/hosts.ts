/** What addresses in commands name. */

/** Names this machine, or no host at all. */
export const isLocalHost = (host: string | undefined): boolean => host === undefined || host === '' || host.startsWith('/') || /^(localhost|127(\.\d+){3}|::1|\[::1\]|\.|\(local\)|host\.docker\.internal)([:,\\].*)?$/i.test(host);

/** The host of a URL or of `host[:port]/path`, without user and password. */
export function hostOf(url: string): string {
  const rest = url.replace(/^\w[\w+.-]*:\/\//, '');
  return rest.slice(0, rest.search(/[/?#]|$/)).replace(/^.*@/s, '') || url;
}

/** The last part of a URL's path: what a download is called. */
export const basenameOf = (url: string): string => url.replace(/[?#].*$/s, '').replace(/^\w+:\/\/[^/]*/, '').split('/').at(-1) || 'index.html';
