import type { ComponentType } from 'react';
import type { Key } from '@/text/catalogue';

/** One screen: its address, its code (fetched when it is entered), and its place in the rail. */
export interface Screen {
  readonly path: string;
  readonly load: () => Promise<{ default: ComponentType }>;
  /** A line in the rail, for a screen that is no table's; shown to who holds the permission, or one of them, unless they hold another. */
  readonly rail?: {
    readonly area: string;
    readonly text: Key;
    readonly permission: string | readonly string[];
    readonly unless?: string;
    /** The table that it lists: the rail leads there no second time. */
    readonly table?: string;
  };
}

/**
 * All screens. A screen at a table's address (/package, /package/$id) takes the
 * place of the generic one, and every link to such a record leads there. Areas
 * keep theirs in screens/<area>/.
 */
export const screens: readonly Screen[] = [
  { path: '/', load: () => import('./home/Home') },
  {
    path: '/audit',
    load: () => import('./audit/AuditScreen'),
    rail: { area: 'audit', text: 'audit.title', permission: 'audit.view' },
  },
  { path: '/audit/reports', load: () => import('./audit/ReportsScreen') },
  {
    path: '/access',
    load: () => import('./access/ExplorerScreen'),
    rail: { area: 'directory', text: 'access.title', permission: 'access.why' },
  },
  { path: '/access/collusion', load: () => import('./access/CollusionScreen') },
  { path: '/access/simulate', load: () => import('./access/SimulateScreen') },
  {
    path: '/roles',
    load: () => import('./roles/RolesScreen'),
    rail: { area: 'directory', text: 'roles.title', permission: 'role.view' },
  },
  { path: '/user/$id', load: () => import('./people/UserScreen') },
  { path: '/user/$id/do/$command', load: () => import('./people/DoScreen') },
  { path: '/new/member', load: () => import('./people/NewMemberScreen') },
  { path: '/new/grant', load: () => import('./people/NewGrantScreen') },
  { path: '/grant/$id/edit', load: () => import('./people/EditGrantScreen') },
  { path: '/new/api_token', load: () => import('./people/NewToken') },
  { path: '/group/$id', load: () => import('./people/GroupScreen') },
  { path: '/new/role', load: () => import('./roles/NewRole') },
  { path: '/role/$id/edit', load: () => import('./roles/EditRole') },
  {
    path: '/rules',
    load: () => import('./rules/RulesScreen'),
    rail: { area: 'policy', text: 'rules.title', permission: 'four_eyes_rule.view' },
  },
  { path: '/new/four_eyes_rule', load: () => import('./rules/NewRuleScreen') },
  { path: '/four_eyes_rule/$id/edit', load: () => import('./rules/EditRuleScreen') },
  { path: '/new/duty_rule', load: () => import('./duty/NewDutyScreen') },
  { path: '/duty_rule/$id/edit', load: () => import('./duty/EditDutyScreen') },
  { path: '/access_policy/$id/do/$command', load: () => import('./policy/DoScreen') },
  { path: '/change', load: () => import('./change/Changes') },
  { path: '/change/together', load: () => import('./change/TogetherScreen') },
  { path: '/change/$id', load: () => import('./change/ChangeScreen') },
  { path: '/cycle/$id', load: () => import('./netting/CycleScreen') },
  { path: '/delivery', load: () => import('./deliver/DeliveriesScreen') },
  { path: '/deputies', load: () => import('./deputy/DeputyScreen') },
  {
    path: '/duties',
    load: () => import('./duty/DutyScreen'),
    rail: { area: 'policy', text: 'duty.title', permission: 'duty_rule.view' },
  },
  {
    path: '/reviews',
    load: () => import('./review/ReviewsScreen'),
    rail: {
      area: 'review',
      text: 'review.title',
      permission: ['access_review.view', 'review_item.decide'],
      table: 'access_review',
    },
  },
  { path: '/reviews/new', load: () => import('./review/StartScreen') },
  {
    path: '/stale',
    load: () => import('./review/StaleScreen'),
    rail: { area: 'review', text: 'stale.title', permission: 'access.why' },
  },
  { path: '/access_review/$id', load: () => import('./review/ReviewScreen') },
  { path: '/me', load: () => import('./me/Me') },
  { path: '/package', load: () => import('./payments/PackagesScreen') },
  { path: '/package/import', load: () => import('./payments/ImportScreen') },
  { path: '/new/bank_report', load: () => import('./payments/ReportScreen') },
  { path: '/calendar/$id', load: () => import('./payments/CalendarScreen') },
  { path: '/package/$id', load: () => import('./payments/PackageScreen') },
  { path: '/customer/$id', load: () => import('./payments/CustomerScreen') },
  { path: '/account/$id', load: () => import('./payments/AccountScreen') },
  {
    path: '/process',
    load: () => import('./recon/ProcessesScreen'),
    rail: {
      area: 'recon',
      text: 'recon.processes',
      permission: ['process.run', 'grant.insert'],
      unless: 'process.view',
    },
  },
  { path: '/new/expected_file', load: () => import('./recon/NewAwaited') },
  { path: '/expected_file/$id/edit', load: () => import('./recon/EditAwaited') },
  { path: '/process/$id', load: () => import('./recon/ProcessScreen') },
  { path: '/process/$id/compare', load: () => import('./recon/CompareScreen') },
  { path: '/staging_copy/$id', load: () => import('./recon/StagingScreen') },
  { path: '/run/$id', load: () => import('./recon/RunScreen') },
  { path: '/exception', load: () => import('./recon/WorkListScreen') },
  { path: '/exception/$id', load: () => import('./recon/ExceptionScreen') },
  { path: '/new/reference_table', load: () => import('./refdata/NewReference') },
  { path: '/reference_table/$id', load: () => import('./refdata/ReferenceScreen') },
  { path: '/reference_table/$id/edit', load: () => import('./refdata/EditReference') },
  { path: '/reference_table/$id/do/import_rows', load: () => import('./refdata/ImportScreen') },
  { path: '/$table', load: () => import('./table/TableScreen') },
  { path: '/new/$table', load: () => import('./table/NewScreen') },
  { path: '/$table/$id', load: () => import('./table/RecordScreen') },
  { path: '/$table/$id/edit', load: () => import('./table/EditScreen') },
  { path: '/$table/$id/do/$command', load: () => import('./table/CommandScreen') },
];
