import assert from 'node:assert/strict';
import { sqlKind, type SqlKind } from '../../../src/gate/families/sqlKind.ts';

const cases: readonly [SqlKind, readonly string[]][] = [
  ['read', ['select 1', 'SELECT * FROM a WHERE b = \'drop table c\'', '-- drop\nselect 1', '/* delete */ show tables', 'with a as (select 1) select * from a', 'explain delete from a', 'describe a', '(select 1) union (select 2);', 'pragma table_info(a)', 'select count(*), lower(a) from b where c in (1)', "select $$drop table a$$"]],
  ['write', ['insert into a values (1)', 'update a set b = 1', 'create table a (b int)', 'alter table a add b int', 'grant select on a to b', 'select * into b from a', 'select 1 into b', 'explain analyze update a set b = 1', 'begin', 'vacuum', 'pragma user_version = 3', 'select * from a for update', 'with a as (insert into b values (1) returning *) select * from a']],
  ['destroy', ['drop table a', 'select 1; drop table a', 'truncate a', 'delete from a', 'delete from a where b = 1', 'alter table a drop column b', 'with a as (delete from b returning *) select * from a', 'explain analyze delete from a', '/**/drop/**/table a']],
  ['execute', ["copy a to program 'sh'", "select 1 into outfile 'x'", "exec xp_cmdshell 'x'"]],
  ['unknown', ['', '-- nothing', 'select pg_terminate_backend(1)', 'select drop_everything()', "select cron.schedule('a')", "select load_file('x')", '/*!50000 drop table a */', 'frobnicate a', "select 'open", "select * from read_csv('a')", 'select 1 /* open']],
];

describe('the kind of an SQL text', () => {
  for (const [kind, texts] of cases) for (const text of texts) it(`is ${kind} for ${JSON.stringify(text)}`, () => assert.equal(sqlKind(text).kind, kind));

  it('is the gravest of all its statements, and names what that one destroys', () => {
    assert.deepEqual(sqlKind('select 1; drop table if exists "shop"; insert into b values (1)'), { kind: 'destroy', statement: 'drop table if exists "shop"', names: ['"shop"'] });
  });

  it('does not take what stands in strings and comments for a statement', () => {
    assert.equal(sqlKind("select ';drop table a;' -- ; drop table b").kind, 'read');
  });
});
