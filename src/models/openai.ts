/** Entry of dist/openai.js: both dialects share the SDK. */
export { createChatModel } from './chat.ts';
export { createResponsesModel } from './responses.ts';
