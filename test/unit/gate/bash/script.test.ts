import assert from 'node:assert/strict';
import { scriptOf, show } from './parser.ts';

/** Source and the script that is read from it, as `show` writes it. */
const readings: readonly (readonly [string, string])[] = [
  ['git status', 'git status'],
  ['a; b && c || d', '(a ; (b && c || d))'],
  ['a & b', '(a & b)'],
  ['a &', '(a & )'],
  ['a\nb # c\n', '(a ; b)'],
  ['a | b |& c', '(a |& b |& c)'],
  ['! time -p a | b', '(a | b)'],
  ['{ a; } > f', 'group[a] >f'],
  ['(cd x && a)', 'sub[(cd x && a)]'],
  ['if a; then b; elif c; then d; else e; fi 2>&1', 'if[a / b / c / d / e] 2>&1'],
  ['while read -r l; do a "$l"; done < f', 'while[read -r l / a "$l"] <f'],
  ['until a; do b; done', 'until[a / b]'],
  ['for i in a *.b; do c "$i"; done', 'for i in a «*».b[c "$i"]'],
  ['for i; do c; done', 'for i[c]'],
  ['for ((i=0;i<$(n);i++)); do b; done', 'for[arithmetic![i=0] / arithmetic![i<$(n) $(n)] / arithmetic![i++] / b]'],
  ['case $x in a|b*) c;; $(p)) d;; esac', 'case $x a b«*» $(p)[c / d]'],
  ['select x in a; do b; done', 'select[for x in a[b]]'],
  ['f() { a; } > x', 'f()[group[a] >x]'],
  ['function g { a; }', 'g()[group[a]]'],
  ['[[ -f $x && ! a == b* ]]', 'test[$x a b*]'],
  ['[[ $# -gt 1 ]]', 'test[$# 1]'],
  ['[[ a -eq x[$(touch x)] ]]', 'test![a x[$(touch x)]]'],
  ["[[ -v 'x[$(touch x)]' ]]", "test!['x[$(touch x)]']"],
  ['(( 1 + 2 > 3 ))', 'arithmetic{}[1 + 2 > 3]'],
  ['(( i < 3 ))', 'arithmetic!{i}[i < 3]'],
  ['(( x[$(a)]++ ))', 'arithmetic![x[$(a)]++ $(a)]'],
  ['a=1 b+=$(x) c[$(y)]=2 d=(e $(f)) g', 'a=1 b~=$(x) c~=2<$(y)>! d~=<e $(f)> g'],
  ['export A=~:~/b B="$c"', "export 'A='<~>:<~>/b 'B='\"$c\""],
  ['a > f 2>> g < h &> j >| k 3>&1 4<&- {fd}>l', 'a >f 2>>g <h &>j >|k 3>&1 4<&- {fd}>l'],
  ['> f', '>f'],
  ['a <<< "b $c"', "a <<<'b '\"$c\""],
  ['cat <<E | b\nhi $x $(y `z`) \\$w\nE\nc', "((cat <<'hi '\"$x\"' '\"$(y $(z))\"' $w\n' | b) ; c)"],
  ["cat <<'E'\n$(x) \\$\nE", "cat <<'$(x) \\$\n'"],
  ['cat <<-E\n\ta $x\n\t\tb\n\tE', "cat <<'a '\"$x\"'\nb\n'"],
  ['diff <(a) >(b)', 'diff <(a) >(b)'],
  ['echo `a \\`b\\` "c"`', "echo $(a $(b) 'c')"],
  ['echo "$(a "$(b)")" $(c > $(d))', 'echo "$(a "$(b)")" $(c >$(d))'],
  ['echo ${x:-$(a)} ${x//$(b)/y} "${x[1]}" ${#x}', 'echo ${${x:-$(a)} $(a)} ${${x//$(b)/y} $(b)} "${${x[1]}}" ${${#x}}'],
  ['echo ${x@P} ${!x} ${x[y]} ${x:y} ${x:=y}', 'echo ${!${x@P}} ${!${!x}} ${!${x[y]}} ${!${x:y}} ${!${x:=y}}'],
  ['echo ${!x*} ${!x[@]} ${x@Q} ${x:1:2}', 'echo ${${!x*}} ${${!x[@]}} ${${x@Q}} ${${x:1:2}}'],
  ['echo $((1+2)) $((x)) $((a[b])) $((x=1)) $[1]', 'echo ${$((1+2))} ${!$((x))} ${!$((a[b]))} ${!$((x=1))} ${$[1]}'],
  ["echo $'a\\tb' $'\\xc3' $\"t\"", "echo 'a\tb' \"${$'\\xc3'}\" ${$\"t\"}"],
  ['"r"m \\rm r\'\'m', "'r'm 'r'm r''m"],
  ['ls ~ ~/a ~u/b a=~ b~ "~" \\~ ~"c"', "ls <~> <~>/a <~u>/b a=<~> b~ '~' '~' ~'c'"],
  ['ls *.[!a-c] [[:alpha:]] ["a"-c] [$x] [a x?', "ls «*».«[!a-c]» «[[:alpha:]]» «[a-c]» ${[…]} [a x«?»"],
  ['cp f{,.bak} {1..3} {a,"b c"}$x', "cp {f , f.bak} {1 , 2 , 3} {a$x , 'b c'$x}"],
  ['echo {1..100} {a..C} {a} {a,b', 'echo ${{…}} ${{…}} {a} {a,b'],
  ['a \\\n  -b', 'a -b'],
  ['env A=b c', 'env A=b c'],
];

describe('bash scripts', () => {
  for (const [source, expected] of readings) {
    it(`reads ${JSON.stringify(source)}`, async () => assert.equal(show(await scriptOf(source)), expected));
  }
});
