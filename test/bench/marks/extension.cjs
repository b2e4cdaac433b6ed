// Writes the extension host's own performance marks of the extension in MARKS_ID, once that is active, as a line of MARKS_FILE.
const { appendFileSync } = require('node:fs');
const vscode = require('vscode');

exports.activate = () => {
  const id = process.env.MARKS_ID;
  const timer = setInterval(() => {
    if (vscode.extensions.getExtension(id)?.isActive !== true) return;
    clearInterval(timer);
    const marks = Object.fromEntries(globalThis.MonacoPerformanceMarks.getMarks().map((mark) => [mark.name, mark.startTime]));
    const between = (step) => marks[`code/extHost/did${step}/${id}`] - marks[`code/extHost/will${step}/${id}`];
    appendFileSync(process.env.MARKS_FILE, `${JSON.stringify({ load: between('LoadExtensionCode'), activate: between('ActivateExtension') })}\n`);
  }, 50);
};
