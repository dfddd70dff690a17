import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask } from '@/api/http';
import { useHolds } from '@/api/me';
import type { components } from '@/api/schema';
import { RefField } from '@/form/RefField';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Audit.module.css';
import { MadeReports } from './MadeReports';
import { type Report, reports, requestOf, type Values } from './reports';

type ReportTable = components['schemas']['ReportTable'];

/** What auditors ask of the log again and again, as tables. */
export default function ReportsScreen() {
  const { t } = useText();
  const holds = useHolds();
  const { report: asked }: { report?: unknown } = useSearch({ strict: false });
  const navigate = useNavigate();
  const report = reports.find(({ name }) => name === asked);
  if (!holds('audit.view')) return <Refused table="audit" />;
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('report.title')} about={t('report.about')} />
      <NativeSelect
        label={t('report.which')}
        value={report?.name ?? ''}
        onChange={(event) => void navigate({ to: '.', search: { report: event.currentTarget.value } })}
        data={[{ value: '', label: '' }, ...reports.map(({ name }) => ({ value: name, label: t(`report.${name}`) }))]}
      />
      {report ? <One key={report.name} report={report} /> : <Empty title={t('report.title')}>{t('report.none')}</Empty>}
      <MadeReports />
    </div>
  );
}

function One({ report }: { report: Report }) {
  const { t } = useText();
  const [values, setValues] = useState<Values>({});
  const [asked, setAsked] = useState<Values>();
  const ready = report.fields.every(({ name, needed }) => !needed || values[name]);
  function show(event: FormEvent) {
    event.preventDefault();
    if (ready) setAsked({ ...values });
  }
  return (
    <>
      <Section title={t(`report.${report.name}`)}>
        <form onSubmit={show} className={classes.ask}>
          {report.fields.map((field) => (
            <Field
              key={field.name}
              field={field}
              value={values[field.name] ?? ''}
              onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
            />
          ))}
          <Button type="submit" disabled={!ready}>
            {t('report.show')}
          </Button>
        </form>
      </Section>
      {asked && <Result report={report} asked={asked} />}
    </>
  );
}

interface FieldProps {
  readonly field: Report['fields'][number];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Field({ field, value, onChange }: FieldProps) {
  const { t } = useText();
  const label = t(`report.field.${field.name}`);
  switch (field.kind) {
    case 'user':
      return (
        <RefField
          label={label}
          table="user"
          value={value}
          onPick={onChange}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'time':
      return (
        <TextInput
          label={label}
          type="datetime-local"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'list':
      return (
        <NativeSelect
          label={label}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          data={[
            { value: '', label: '' },
            { value: 'left', label: t('report.kind.left') },
            { value: 'staff', label: t('report.kind.staff') },
          ]}
        />
      );
    case 'csv':
      return (
        <Textarea
          label={label}
          description={t('report.csv.what')}
          rows={6}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'text':
      return <TextInput label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}

function Result({ report, asked }: { report: Report; asked: Values }) {
  const { t } = useText();
  const request = requestOf(report, asked);
  const table = useQuery({
    queryKey: ['audit', 'report', report.name, asked],
    queryFn: async ({ signal }) => (await ask<ReportTable>(request.path, { ...request, signal })).data,
  });
  return (
    <Section title={t('report.result')} aside={!request.body && <Files path={`${request.path}?${request.query}`} />}>
      {table.isError && <ProblemNote error={table.error} onRetry={table.refetch} />}
      {table.isPending && <Loading lines={6} />}
      {table.data && <Sheet table={table.data} />}
    </Section>
  );
}

function Files({ path }: { path: string }) {
  const { t } = useText();
  const holds = useHolds();
  if (!holds('audit.export')) return null;
  return (
    <span className={classes.outcome}>
      {(['xlsx', 'csv'] as const).map((format) => (
        <a key={format} href={`${path}&format=${format}`} download>
          {t(`audit.export.${format}`)}
        </a>
      ))}
    </span>
  );
}

function Sheet({ table }: { table: ReportTable }) {
  const { t, word } = useText();
  const rows = table.rows ?? [];
  const columns = table.columns ?? [];
  if (rows.length === 0) return <Empty title={t('audit.none')}>{t('report.empty')}</Empty>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className={classes.sheet} tabIndex={0} aria-label={`${t('report.result')} (${rows.length})`}>
        <table>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {word(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no names and do not move
              <tr key={at}>
                {columns.map((name, i) => (
                  <td key={name}>{row?.[i]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {table.more && <p className={classes.quiet}>{t('report.more')}</p>}
    </>
  );
}
