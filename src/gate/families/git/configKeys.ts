/** Keys of git's configuration that start no program and steer no data elsewhere, whatever their value. */
const harmless = /^(color\..+|column\..+|advice\..+|i18n\..+|user\.(name|email)|log\.(date|decorate|abbrevcommit|follow|mailmap|excludedecoration)|diff\.(renames|renamelimit|context|interhunkcontext|algorithm|noprefix|mnemonicprefix|colormoved|colormovedws|wserrorhighlight|statgraphwidth|dirstat)|status\.(short|branch|relativepaths|showuntrackedfiles|showstash|aheadbehind|renames)|grep\.(linenumber|column|patterntype|extendedregexp|fullname)|blame\..+|branch\.[^.]+\.(remote|merge|rebase|description)|branch\.(autosetupmerge|autosetuprebase|sort)|tag\.sort|init\.defaultbranch|pull\.(rebase|ff)|push\.(default|autosetupremote)|merge\.(conflictstyle|ff|stat|log)|rerere\.(enabled|autoupdate)|gc\.auto|maintenance\.auto|core\.(quotepath|abbrev|autocrlf|safecrlf|eol|longpaths|precomposeunicode|ignorecase|filemode|symlinks|untrackedcache|preloadindex|commentchar|whitespace))$/i;

/** Whether setting a key, for one command or for the repository, changes nothing but the looks of things. */
export function harmlessKey(key: string, value: string | undefined): boolean {
  return harmless.test(key) || (/^(core\.pager|pager\.\w+)$/i.test(key) && /^(cat|false|)$/.test(value ?? 'true')) || (/^core\.fsmonitor$/i.test(key) && value === 'false');
}
