import type { Plan } from '../../plan/plan.ts';
import { ROLES } from './result-table.ts';

/** Whom a stage trains: `student`. */
export function stageName({ networks, stages }: Pick<Plan, 'networks' | 'stages'>, stage: string): string {
  const trained = stages.find((it) => it.id === stage)?.train ?? [];
  return trained.map((id) => ROLES[networks.find((it) => it.id === id)?.role ?? 'student']).join(' and ');
}
