/** Parts of `urn:pulumi:stack::project::parentType$type::name`; a name may itself contain `::`. */
export function nameOf(urn: string): string {
  return urn.split('::').slice(3).join('::') || urn;
}

/** The type token, without those of the parents. */
export function typeOf(urn: string): string {
  return (urn.split('::')[2] ?? '').split('$').at(-1) ?? '';
}

/** Type as shown: `sim:index:Database` → `sim:Database`, `aws:s3/bucketV2:BucketV2` → `aws:s3:BucketV2`. */
export function displayType(type: string): string {
  const [pkg, module, name] = type.split(':');
  if (pkg === undefined || module === undefined || name === undefined) return type;
  const folder = module.split('/')[0] ?? '';
  return folder === 'index' || folder === '' ? `${pkg}:${name}` : `${pkg}:${folder}:${name}`;
}

/** The stack itself and the engine's own providers: nothing in a cloud stands behind them. */
export function isEngineResource(type: string): boolean {
  return type.startsWith('pulumi:pulumi:') || type.startsWith('pulumi:providers:');
}

/** A provider that the engine made by itself; it counts and shows none of them. */
export function isDefaultProvider(urn: string): boolean {
  return typeOf(urn).startsWith('pulumi:providers:') && /^default(_|$)/.test(nameOf(urn));
}
