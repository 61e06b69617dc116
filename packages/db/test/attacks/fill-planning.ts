/** Names of planning's rows that others refer to. */
export const PLANNING_NAMES = ['project', 'gap', 'prediction'] as const;

/** Rows of a tenant in every table of planning; names as in `fillTenant`. */
export const PLANNING_ROWS = `
insert into planning.projects (id, name, starts_on, due_on, owner_id) values
  ('$project', '$mark', '2026-01-01', '2030-01-01', '$user');
insert into planning.project_stakeholders (project_id, user_id, name, role) values ('$project', '$user', '$mark', 'SPONSOR');
insert into planning.project_targets (project_id, metric, value) values ('$project', 'morale', 80);
insert into planning.project_snapshots (project_id, taken_on, total_items, completed_items) values ('$project', '2026-01-08', 10, 1);
insert into planning.work_items (project_id, integration_id, external_id, title, status, changed_at) values
  ('$project', '$integration', '$mark', '$mark', 'DONE', '2026-01-08');
insert into planning.gaps (id, project_id, type, severity, title, current_state, target_state) values
  ('$gap', '$project', 'timeline', 'HIGH', '$mark', '$mark', '$mark');
insert into planning.gap_root_causes (gap_id, description, evidence, confidence) values ('$gap', '$mark', '$mark', 0.5);
insert into planning.remediation_actions (gap_id, title) values ('$gap', '$mark');
insert into planning.predictions (id, project_id, kind, probability, predicted_on, horizon_on, model, model_version) values
  ('$prediction', '$project', 'delay', 0.5, '2026-01-08', '2030-01-01', '$mark', '1');
insert into planning.prediction_factors (prediction_id, position, name, detail, weight) values ('$prediction', 1, '$mark', '$mark', 1);
`;
