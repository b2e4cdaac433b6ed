/** Branded string ids. They are opaque: never parsed, only compared. */
type Branded<Name extends string> = string & { readonly __id: Name };

export type SessionId = Branded<'session'>;
export type RunId = Branded<'run'>;
export type MessageId = Branded<'message'>;
/** Unique within a session, also where a provider sent an empty or doubled id. */
export type CallId = Branded<'call'>;
export type ApprovalId = Branded<'approval'>;
/** SHA-256 in lower-case hex of the bytes a blob holds. */
export type BlobId = Branded<'blob'>;
