// What may come next in a rule: its fields, the settings, and in conditions the names of readings and functions.
import { call } from './api.js';

const FIELDS = [
  ['id', 'its name, unique over all files'], ['description', 'for readers'], ['enabled', 'true or false'],
  ['devices', 'all, names, or {model: …}'], ['when', 'the condition that starts it'],
  ['until', 'the condition that ends it'], ['set', 'settings and their values'],
  ['otherwise', 'keep, restore, or settings'], ['enforce', 'set again what others change'],
  ['priority', '0 to 100'], ['min-active', 'a duration'], ['max-active', 'a duration'], ['cooldown', 'a duration'],
  ['if-unknown', 'hold, or end after 10m'],
];
const WORDS = [
  ['online', 'whether the station is online'], ['time', 'such as time in 22:00..06:00'],
  ['weekday', 'such as weekday in mon..fri'], ['date', 'today'], ['sunrise', ''], ['sunset', ''],
  ['avg()', 'avg(q, 5m): time-weighted mean'], ['lowest()', 'lowest(q, 5m)'], ['highest()', 'highest(q, 5m)'],
  ['rate()', 'rate(q, 10m)'], ['changed()', 'changed(q, 10m)'], ['age()', 'age(q)'],
  ['cron()', 'cron("30 23 * * mon-fri", 6h)'], ['min()', ''], ['max()', ''], ['clamp()', ''], ['abs()', ''],
  ['round()', ''], ['hysteresis', 'soc < 20 hysteresis 5'], ['and', ''], ['or', ''], ['not', ''], ['for', 'for 2m'],
];

let catalog;

/** The names of all models that the account has. */
function names() {
  catalog ??= (async () => {
    const { body: devices } = await call('GET', '/api/devices');
    const { body: models } = await call('GET', '/api/models');
    const used = new Set(devices.map(device => device.model));
    const wanted = models.filter(model => used.size === 0 || used.has(model.id));
    const details = await Promise.all(wanted.map(model => call('GET', `/api/models/${model.id}`)));
    const readings = new Map();
    const settings = new Map();
    for (const { body: model } of details) {
      for (const quota of model.quotas) {
        const detail = [quota.unit, quota.description].filter(Boolean).join(', ');
        quota.aliases.forEach(alias => readings.set(alias, { detail, boost: 2 }));
        readings.set(quota.key, { detail, boost: -1 });
      }
      model.settings.forEach(setting => settings.set(setting.name, { detail: setting.allowed, info: setting.description }));
    }
    return { readings, settings };
  })().catch(problem => {
    catalog = undefined;
    throw problem;
  });
  return catalog;
}

/** The field that the line belongs to, by indentation. */
function parent(doc, number) {
  const indent = line => /^\s*/.exec(line)[0].length;
  const own = indent(doc.line(number).text);
  for (let above = number - 1; above > 0; above--) {
    const line = doc.line(above).text;
    if (line.trim() !== '' && indent(line) < own) {
      return /^\s*-?\s*([\w-]+):/.exec(line)?.[1];
    }
  }
  return undefined;
}

const option = (label, detail, more = {}) => ({ label, detail, ...more });
const SETTINGS_OF = new Set(['set', 'otherwise']);

export async function completions(context) {
  const word = context.matchBefore(/[\w.-]*/);
  if (!context.explicit && word.from === word.to) {
    return null;
  }
  const { doc } = context.state;
  const line = doc.lineAt(context.pos);
  const before = line.text.slice(0, word.from - line.from);
  const inSettings = SETTINGS_OF.has(parent(doc, line.number)) && /^\s*$/.test(before);
  const inFlow = /^\s*(set|otherwise):\s*\{([^}]*,)?\s*$/.test(before);
  if (/^(- )?$/.test(before)) {
    return { from: word.from, options: FIELDS.map(([name, detail]) => option(name, detail, { apply: `${name}: ` })) };
  }
  const { readings, settings } = await names();
  if (inSettings || inFlow) {
    return {
      from: word.from,
      options: [...settings].map(([name, more]) => option(name, more.detail, { info: more.info, apply: `${name}: ` })),
    };
  }
  if (/#/.test(before) || /^\s*(id|description|priority|enabled|enforce):/.test(line.text)) {
    return null;
  }
  return {
    from: word.from,
    options: [
      ...[...readings].map(([name, more]) => option(name, more.detail, { boost: more.boost })),
      ...[...settings].map(([name, more]) => option(name, `setting, ${more.detail}`)),
      ...WORDS.map(([name, detail]) => option(name, detail)),
    ],
    validFor: /^[\w.-]*$/,
  };
}
