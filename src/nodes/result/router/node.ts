import { z } from 'zod';
import type { PortSpec } from '../../../pipeline/ports.ts';
import { defineNode } from '../../define.ts';
import { choice } from '../../params.ts';
import { modelName } from '../model-name.ts';

const PORTS = ['task1', 'task2', 'task3', 'task4', 'task5', 'task6'] as const;

const task = (number: number, optional: boolean) =>
  ({ kind: 'model', title: `task ${number}`, optional, spare: optional }) as const satisfies PortSpec;

export const router = defineNode({
  type: 'result.router',
  version: 1,
  category: 'result',
  title: 'Router',
  summary: 'Says which student answers which task, saves them, and measures each on every task.',
  source:
    'Liu et al.: MT-DNN with knowledge distillation (2019), arXiv:1904.09482, for one model a task set beside another.',
  keywords: ['sysmt', 'multi-task', 'tasks', 'matrix', 'dispatch', 'system'],
  goal: true,
  help: `Makes one system of several students: for each task the one that was trained for it. Beside their models it
writes a file that names, for each task, the model that answers it.

## When to use it
Behind the trainers of several tasks, as SysMT has them. Read the table by columns: in each the student of the task itself should
be the best. Where another one is, the tasks are more alike than they were drawn, or a wire leads astray.

## Formula
A [k, k], Aᵢⱼ = share of examples of task j on which argmax of student i is the label; only where image shape and number of
classes of both tasks are equal. route(j) = student j.`,
  inputs: {
    task1: task(1, false),
    task2: task(2, false),
    task3: task(3, true),
    task4: task(4, true),
    task5: task(5, true),
    task6: task(6, true),
  },
  outputs: {},
  params: z.strictObject({
    name: modelName(
      'system',
      'Name of the file in the run folder, and the beginning of those of its models.',
    ),
    part: choice(['test', 'validation', 'train'], 'test', {
      title: 'Part',
      help: 'The examples to measure on.',
      titles: { test: 'Test', validation: 'Validation', train: 'Training' },
    }),
  }),
  lower: ({ params: { name, part }, inputs, plan }) => {
    const tasks = PORTS.flatMap((port) => {
      const wired = inputs[port];
      return wired ? [{ network: wired.network, source: wired.source }] : [];
    });
    plan.output({ kind: 'router', name, part, tasks });
    return {};
  },
});
