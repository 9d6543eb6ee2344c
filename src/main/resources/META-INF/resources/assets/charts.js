// The charts of a station's page.
import { uPlot } from './vendor/uplot.js';

const section = document.getElementById('charts');
const plots = document.getElementById('plots');
const note = document.getElementById('charts-note');
const SYNC = uPlot.sync('station');
const HEIGHT = 180;

const CHARTS = [
  { title: 'State of charge', unit: '%', range: [0, 100], series: [['soc', 'State of charge', '--plot-1']] },
  { title: 'Power', unit: 'W', series: [['input-watts', 'In', '--plot-1'], ['output-watts', 'Out', '--plot-3'], ['solar-watts', 'Sun', '--plot-2']] },
  { title: 'Temperature', unit: '°C', series: [['battery-temperature', 'Battery', '--plot-1'], ['inverter-temperature', 'Inverter', '--plot-3']] },
];

let drawn = [];

/** The colour that a custom property stands for in the present scheme. */
function colour(property) {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  section.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function span() {
  return Number(section.querySelector('input[name=range]:checked').value);
}

async function load() {
  const to = Math.floor(Date.now() / 1000);
  const from = to - span();
  const iso = seconds => new Date(seconds * 1000).toISOString();
  const address = `/api/devices/${encodeURIComponent(section.dataset.device)}/history`
    + `?quotas=${section.dataset.quotas}&from=${iso(from)}&to=${iso(to)}`;
  const answer = await fetch(address, { headers: { Accept: 'application/json' } });
  if (!answer.ok) {
    throw new Error((await answer.json().catch(() => ({}))).detail ?? `the service answered ${answer.status}`);
  }
  return { from, to, history: await answer.json() };
}

function numbers(values) {
  const real = values.filter(value => value !== null);
  if (real.length === 0) {
    return null;
  }
  return { low: Math.min(...real), high: Math.max(...real), last: real.at(-1) };
}

function shown(value, unit) {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 1;
  return `${value.toFixed(digits)} ${unit}`;
}

function draw({ from, to, history }) {
  drawn.forEach(plot => plot.destroy());
  const byName = new Map(history.quotas.map(quota => [quota.name, quota]));
  const charts = CHARTS.map(chart => {
    const series = chart.series.filter(([name]) => byName.has(name));
    const columns = series.map(([name]) => byName.get(name).mean);
    return { ...chart, series, columns, sum: summary(series, columns, chart.unit) };
  });
  // All boxes stand before the first chart is drawn, so that each knows its width.
  const boxes = charts.map(chart => {
    const figure = document.createElement('figure');
    figure.className = 'plot';
    figure.innerHTML = '<h3></h3><div class="canvas" role="img"></div><figcaption class="sum"></figcaption>';
    figure.querySelector('h3').textContent = `${chart.title} in ${chart.unit}`;
    figure.querySelector('figcaption').textContent = chart.sum;
    figure.querySelector('.canvas').setAttribute('aria-label', `Chart of ${chart.title.toLowerCase()}. ${chart.sum}`);
    return figure;
  });
  plots.replaceChildren(...boxes);
  drawn = charts.map((chart, i) => {
    const box = boxes[i].querySelector('.canvas');
    return new uPlot(options(chart, from, to, box.clientWidth), [history.at, ...chart.columns], box);
  });
}

/** The chart in words, for those who do not see it. */
function summary(series, columns, unit) {
  const sums = series.map(([, label], i) => {
    const sum = numbers(columns[i]);
    return sum && `${label}: last ${shown(sum.last, unit)}, lowest ${shown(sum.low, unit)}, highest ${shown(sum.high, unit)}.`;
  }).filter(Boolean);
  return sums.length === 0 ? 'No readings in this time.' : sums.join(' ');
}

function options(chart, from, to, width) {
  const axis = {
    stroke: colour('--quiet'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1 },
    font: '12px system-ui, sans-serif',
  };
  return {
    width,
    height: HEIGHT,
    cursor: { sync: { key: SYNC.key }, drag: { x: false, y: false } },
    scales: {
      x: { range: [from, to] },
      y: { range: chart.range ?? ((plot, low, high) => [Math.min(0, low ?? 0), Math.max((high ?? 1) * 1.1, 10)]) },
    },
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), document.body.dataset.zone),
    axes: [{ ...axis, values: times, space: 60 }, { ...axis, size: 52 }],
    series: [
      { label: 'Time', value: (plot, at) => (at === null ? '–' : times(plot, [at])[0]) },
      ...chart.series.map(([, label, property], i) => ({
        label,
        stroke: colour(property),
        width: 2,
        dash: [undefined, [6, 4], [2, 3]][i],
        // A lone sample between gaps would not be seen as a line.
        points: { show: chart.columns[i].filter(value => value !== null).length < 30, size: 5 },
        value: (plot, value) => (value === null || value === undefined ? '–' : shown(value, chart.unit)),
      })),
    ],
  };
}

function times(plot, splits) {
  const days = span() > 86_400;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: document.body.dataset.zone,
    ...(days ? { day: 'numeric', month: 'short' } : { hour: '2-digit', minute: '2-digit' }),
  });
  return splits.map(at => format.format(new Date(at * 1000)));
}

async function show() {
  try {
    draw(await load());
    note.textContent = '';
  } catch (problem) {
    note.textContent = `The history cannot be shown: ${problem.message}`;
  }
}

section.hidden = false;
section.querySelectorAll('input[name=range]').forEach(input => input.addEventListener('change', show));
document.body.addEventListener('jk:scheme', show);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
let width = plots.clientWidth;
new ResizeObserver(() => {
  if (plots.clientWidth !== width) {
    width = plots.clientWidth;
    drawn.forEach(plot => plot.setSize({ width: plot.root.parentElement.clientWidth, height: HEIGHT }));
  }
}).observe(plots);

let lastDrawn = 0;
document.body.addEventListener('jk:changed', () => {
  // A chart of hours does not change by the second.
  const every = Math.max(5000, span());
  if (Date.now() - lastDrawn >= every) {
    lastDrawn = Date.now();
    show();
  }
});
show();
