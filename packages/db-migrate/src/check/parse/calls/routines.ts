import type { FuncCall, Node } from 'libpg-query';
import { type QualifiedName, qualifiedName, strings } from '../tree.ts';
import { type DefinedAt, inputsOf, type Routine, routineOf, signatureOf, typesOf } from './routine.ts';

/** The functions and procedures that the migrations so far have made, as each is defined last. */
export class Routines {
  readonly #byName = new Map<QualifiedName, Map<string, Routine>>();
  #words: RegExp | undefined;

  /** Takes a statement that makes, renames or drops functions; others change nothing. */
  note(node: Node, at: () => DefinedAt): void {
    if ('CreateFunctionStmt' in node) this.#define(routineOf(node.CreateFunctionStmt, at()));
    else if (this.#byName.size === 0) return;
    else if ('DropStmt' in node) {
      const { objects = [], removeType } = node.DropStmt;
      if (removeType === 'OBJECT_SCHEMA') for (const name of strings(objects)) this.#moveSchema(name);
      if (ROUTINES.has(removeType ?? '')) for (const object of objects) this.#drop(object);
    } else if ('RenameStmt' in node) {
      const { renameType, object, subname = '', newname = '' } = node.RenameStmt;
      if (renameType === 'OBJECT_SCHEMA') this.#moveSchema(subname, newname);
      if (object === undefined || !ROUTINES.has(renameType ?? '')) return;
      const name = qualifiedName(object);
      this.#move(name, `${name.split('.')[0]}.${newname}`);
    } else if ('AlterObjectSchemaStmt' in node) {
      const { objectType, object, newschema } = node.AlterObjectSchemaStmt;
      if (object === undefined || !ROUTINES.has(objectType ?? '')) return;
      const name = qualifiedName(object);
      this.#move(name, `${newschema}.${name.split('.')[1]}`);
    }
  }

  /** Whether a text may call one of them: cheap, and true too often. */
  mentions(text: string): boolean {
    if (this.#byName.size === 0) return false;
    this.#words ??= wordsOf([...this.#byName.keys()]);
    return this.#words.test(text);
  }

  /** Those that a call may mean, by name and number of arguments: their types are not known. */
  calledBy({ funcname, args = [] }: FuncCall): Routine[] {
    const named = args.flatMap((arg) => ('NamedArgExpr' in arg ? (arg.NamedArgExpr.name ?? '') : []));
    return [...(this.#byName.get(qualifiedName(funcname))?.values() ?? [])].filter((routine) => {
      const inputs = inputsOf(routine);
      const variadic = inputs.some(({ mode }) => mode === 'VARIADIC');
      const required = inputs.filter(
        ({ defaultValue, mode }) => defaultValue === undefined && mode !== 'VARIADIC' && mode !== 'OUT',
      );
      return (
        args.length >= required.length &&
        (variadic || args.length <= inputs.length) &&
        named.every((name) => inputs.some((one) => one.name === name))
      );
    });
  }

  #define(routine: Routine): void {
    const overloads = this.#byName.get(routine.name) ?? new Map<string, Routine>();
    this.#byName.set(routine.name, overloads.set(signatureOf(routine), routine));
    this.#words = undefined;
  }

  #drop(object: Node): void {
    const name = qualifiedName(object);
    const overloads = this.#byName.get(name);
    const { objargs, args_unspecified: all } = 'ObjectWithArgs' in object ? object.ObjectWithArgs : {};
    // A type may be written in several ways; where there is one function only, it is meant.
    if (all === true || overloads === undefined || overloads.size === 1) this.#move(name);
    else overloads.delete(typesOf(objargs).join(','));
  }

  /** All of one name, to another one or away. */
  #move(from: QualifiedName, to?: QualifiedName): void {
    const overloads = this.#byName.get(from);
    if (overloads === undefined) return;
    this.#byName.delete(from);
    if (to !== undefined) this.#byName.set(to, overloads);
    this.#words = undefined;
  }

  #moveSchema(from: string, to?: string): void {
    for (const name of [...this.#byName.keys()]) {
      const [schema, own] = name.split('.');
      if (schema === from) this.#move(name, to && `${to}.${own}`);
    }
  }
}

const ROUTINES: ReadonlySet<string> = new Set(['OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE']);

function wordsOf(names: readonly QualifiedName[]): RegExp {
  const own = new Set(names.map((name) => name.slice(name.indexOf('.') + 1)));
  const escaped = [...own].map((name) => name.replace(/[^\w\u0080-\uffff]/g, '\\$&'));
  return new RegExp(`(?<![\\w$])(?:${escaped.join('|')})"?\\s*\\(`, 'i');
}
