import { changesInfra, runsProject } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import { destruction } from './infraRules.ts';

/** Tools that bring a database to a version: all of them run the project's code, and read where it is from its settings. */

const runs = (command: string, matches: string[], not: string[]): Rule => ({ command, level: 'MODERATE', operands: 'text', anyOption: true, does: (_, { program }) => ({ effects: [runsProject(program, "runs the project's code against its database, to look")] }), matches, not });
const migrates = (command: string, matches: string[], not: string[]): Rule => ({ command, level: 'HIGH', operands: 'text', anyOption: true, does: (_, { program }) => ({ effects: [changesInfra(program, 'changes the shape or the data of a database'), runsProject(program)] }), matches, not });
const resets = (command: string, matches: string[], not: string[]): Rule => ({ command, level: 'DESTRUCTIVE', operands: 'text', anyOption: true, does: (_, { program, words }) => ({ ...destruction('throws tables and their data away', [`database of ${program}`]), losses: [{ kind: 'data', engine: program, statement: [program, ...words.map(({ text }) => text)].join(' ') }] }), matches, not });

export const migrations: Family = {
  name: 'migrations',
  rules: [
    resets('prisma migrate reset', ['prisma migrate reset --force'], ['prisma migrate status']),
    { ...migrates('prisma db push', ['prisma db push'], ['prisma db push --force-reset']), does: (parsed, { program }) => (parsed.has('--force-reset', '--accept-data-loss') ? destruction('throws data away where it does not fit', ['database of prisma']) : { effects: [changesInfra(program, 'changes the shape of a database')] }) },
    migrates('prisma migrate dev|deploy|resolve', ['prisma migrate deploy', 'prisma migrate dev --name a'], ['prisma migrate status']),
    migrates('prisma db execute|seed', ['prisma db seed'], ['prisma generate']),
    runs('prisma generate|validate|format|version|studio|init|debug', ['prisma generate', 'prisma validate'], ['prisma migrate reset']),
    runs('prisma migrate status|diff', ['prisma migrate status'], ['prisma migrate dev']),
    migrates('prisma db pull', ['prisma db pull'], ['prisma validate']),
    resets('rails|rake db:drop*|db:reset*|db:migrate:reset*|db:schema:load*|db:structure:load*|db:setup*|db:purge*|db:truncate_all*|db:seed:replant*', ['rails db:drop', 'rake db:reset', 'rails db:schema:load'], ['rails db:migrate']),
    migrates('rails|rake db:*', ['rails db:migrate', 'rake db:rollback', 'rails db:seed'], ['rails routes']),
    runs('rails routes|about|stats|notes|version|middleware|test|zeitwerk:check', ['rails routes', 'rails test'], ['rails db:drop']),
    runs('rake -T|db:version|db:migrate:status|routes|test|spec', ['rake test'], ['rake db:migrate']),
    resets('knex|sequelize|sequelize-cli|typeorm|mikro-orm|drizzle-kit|db-migrate|node-pg-migrate migrate:rollback|db:drop|schema:drop|db:migrate:undo:all|migration:fresh|schema:fresh|drop|reset', ['typeorm schema:drop', 'sequelize db:drop', 'drizzle-kit drop'], ['knex migrate:latest']),
    runs('knex|sequelize|sequelize-cli|typeorm|mikro-orm|drizzle-kit migrate:list|migrate:status|migrate:currentVersion|db:migrate:status|migration:show|migration:list|migration:pending|migration:check|migration:generate|migration:create|migrate:make|seed:make|generate|check|introspect', ['knex migrate:list', 'typeorm migration:show', 'drizzle-kit generate'], ['knex migrate:latest']),
    migrates('knex|sequelize|sequelize-cli|typeorm|mikro-orm|drizzle-kit|db-migrate|node-pg-migrate', ['knex migrate:latest', 'typeorm migration:run', 'drizzle-kit push'], ['knex migrate:list']),
    resets('alembic downgrade', ['alembic downgrade base'], ['alembic upgrade head']),
    runs('alembic current|history|heads|show|branches|check|revision|merge|list_templates', ['alembic history', 'alembic revision -m a'], ['alembic upgrade head']),
    migrates('alembic', ['alembic upgrade head', 'alembic stamp head'], ['alembic current']),
    resets('flyway ** clean|undo', ['flyway clean', 'flyway -url=x clean'], ['flyway info']),
    runs('flyway ** info|validate|version|check', ['flyway info'], ['flyway migrate']),
    migrates('flyway', ['flyway migrate', 'flyway repair'], ['flyway validate']),
    resets('liquibase ** drop-all|dropAll|rollback*', ['liquibase drop-all', 'liquibase rollback-count 1'], ['liquibase status']),
    runs('liquibase ** status|history|validate|diff|update-sql|rollback-sql|generate-changelog', ['liquibase status'], ['liquibase update']),
    migrates('liquibase', ['liquibase update'], ['liquibase history']),
    resets('migrate|goose|dbmate|atlas|tern|sqlx|diesel|sqitch|dbmate|golang-migrate ** down|drop|reset|revert|redo', ['migrate -path db drop', 'goose down', 'dbmate drop', 'sqlx database drop'], ['goose status']),
    runs('goose|dbmate|sqitch|sqlx|diesel|tern ** status|version|list|info|log|plan|print-schema', ['goose status', 'dbmate status'], ['goose up']),
    migrates('migrate|goose|dbmate|tern|sqlx|diesel|sqitch|golang-migrate', ['migrate -path db up', 'goose up', 'diesel migration run'], ['goose status']),
  ],
};
