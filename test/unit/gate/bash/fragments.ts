/** Pieces of shell, honest and not, from which texts are made that parsers may stumble over. */
export const fragments = [
  'a', 'ls', ' ', '\n', '\t', ';', '&', '&&', '||', '|', '|&', '!', '(', ')', '{ ', '; }', '$(', '`', '"', "'", "$'", '$"', '\\', '\\\n', '${', '${x', ':-', '}', '$((', '))', '$[', ']', '[[ ', ' ]]', '((', '<(', '>(', '<<E\n', 'E\n', '<<-E\n', "<<'E'\n", '<<<', '>', '>>', '<', '&>', '2>&1', '{fd}>', 'x=', 'x+=', 'x[', ']=', '=(',
  'if ', '; then ', '; fi', 'while ', '; do ', '; done', 'for i in ', 'case x in ', 'a) ', ';; ', 'esac', 'f()', 'function ', 'time ', 'coproc ', 'select ', '{a,b}', '{1..9}', '*', '?', '[a-z]', '@(', '~', '#', '$x', '$@', '${!x}', '${x@P}', '\r', '\0', 'é', '\u202e', '😀', '\ud800',
];
