import type { JsonValue } from './json.ts';

/** `true` where two types agree field by field, optional ones too; `false` otherwise, so that `true satisfies Same<A, B>` checks them. */
export type Same<A, B> = Identical<Known<A>, Known<B>>;

type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;

/**
 * A type without what loose schemas add: the index signatures that let unknown fields through, and the union around a
 * field that `?` repeats. Ids count by their brand; any JSON stays any JSON.
 */
type Known<T> = JsonValue extends T ? 'any JSON'
  : T extends string | number | boolean | null | undefined ? T
    : T extends readonly (infer Element)[] ? Known<Element>[]
      : string extends NamedKeys<T> ? { record: T[keyof T] }
        : { [Key in keyof T as Named<Key>]: Known<T[Key]> };

type Named<Key> = string extends Key ? never : number extends Key ? never : symbol extends Key ? never : Key;
/** `string` for a plain record, whose only key is the signature. */
type NamedKeys<T> = [keyof { [Key in keyof T as Named<Key>]: 1 }] extends [never] ? string : never;
