import { definitions } from '../catalogue.ts';
import { bestFirst } from '../design/best-first.ts';
import type { Template } from './templates.ts';

const kindsOf = ({ document }: Template) =>
  Object.values(document.nodes).flatMap(({ type }) => definitions.get(type) ?? []);

/** The data sets that a template reads, by their titles. */
export const dataOf = (template: Template): readonly string[] => [
  ...new Set(
    kindsOf(template).flatMap(({ category, inputs, title }) =>
      category === 'data' && Object.keys(inputs).length === 0 ? [title] : [],
    ),
  ),
];

/** Templates by what they are called and say, and by the nodes that they show; best first. */
export const findTemplates = (query: string, among: readonly Template[]): readonly Template[] =>
  bestFirst(query, among, (template) => ({
    title: template.document.title,
    keywords: kindsOf(template).flatMap(({ title, keywords }) => [title, ...(keywords ?? [])]),
    summary: template.document.description,
  }));
