(function () {
  'use strict';
  const report = JSON.parse(document.getElementById('data').textContent);
  const page = document.getElementById('page');
  const colours = ['#2f6fde', '#d9730d', '#16967a', '#a24bd1', '#c93a5b', '#7a8699', '#b59300'];
  const coloursDark = ['#79a8ff', '#ffab5e', '#4fd1b0', '#cf94f2', '#ff86a0', '#a7b2c2', '#e5c84a'];
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const charts = [];

  function add(parent, tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined && text !== null) element.textContent = text;
    parent.appendChild(element);
    return element;
  }

  function section(title) {
    add(page, 'h2', '', title);
  }

  function variable(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function axis(title, log) {
    return {
      type: log ? 'logarithmic' : 'linear',
      title: { display: true, text: title, color: variable('--soft') },
      ticks: { color: variable('--soft'), maxTicksLimit: 8 },
      grid: { color: variable('--line') }
    };
  }

  // The intervals of points that have one: Chart.js draws none.
  const whiskers = {
    id: 'whiskers',
    afterDatasetsDraw(drawn) {
      const pen = drawn.ctx;
      pen.save();
      pen.lineWidth = 1.5;
      drawn.data.datasets.forEach((set, i) => {
        const places = drawn.getDatasetMeta(i);
        if (places.hidden) return;
        pen.strokeStyle = set.borderColor;
        set.data.forEach((point, k) => {
          if (point.low === undefined) return;
          const x = places.data[k].x;
          const low = drawn.scales.y.getPixelForValue(point.low);
          const high = drawn.scales.y.getPixelForValue(point.high);
          pen.beginPath();
          pen.moveTo(x, low);
          pen.lineTo(x, high);
          pen.moveTo(x - 4, low);
          pen.lineTo(x + 4, low);
          pen.moveTo(x - 4, high);
          pen.lineTo(x + 4, high);
          pen.stroke();
        });
      });
      pen.restore();
    }
  };

  // Room for the whiskers, and whole numbers for what is counted.
  function range(points) {
    const ends = points.filter(p => p.low !== undefined).flatMap(p => [p.low, p.high]);
    return ends.length ? { suggestedMin: Math.min(...ends), suggestedMax: Math.max(...ends) } : {};
  }

  function counted(points) {
    const values = points.map(p => p.x);
    const few = values.length > 0 && values.every(Number.isInteger) && Math.max(...values) - Math.min(...values) <= 8;
    if (!few) return {};
    const room = points.some(p => p.low !== undefined) ? 0.25 : 0;
    return {
      min: Math.min(...values) - room,
      max: Math.max(...values) + room,
      afterBuildTicks: built => {
        built.ticks = [...new Set(values)].sort((a, b) => a - b).map(value => ({ value: value }));
      }
    };
  }

  // Points with intervals stand side by side, or their whiskers would hide each other.
  function placed(series, number, count) {
    const aside = (number - (count - 1) / 2) * 0.04;
    return series.points.map(p => p.low === undefined ? p : Object.assign({}, p, { x: p.x + aside }));
  }

  function paint(chart, canvas) {
    const points = chart.series.flatMap(s => s.points);
    const palette = dark.matches ? coloursDark : colours;
    const bars = chart.kind === 'BAR';
    const dots = chart.kind === 'POINTS';
    const long = chart.series.some(s => s.points.length > 60);
    return new Chart(canvas, {
      type: bars ? 'bar' : dots ? 'scatter' : 'line',
      data: {
        datasets: chart.series.map((s, i) => ({
          label: s.name,
          data: placed(s, i, chart.series.length),
          borderColor: palette[i % palette.length],
          backgroundColor: palette[i % palette.length] + (bars || dots ? 'b0' : '30'),
          borderWidth: bars ? 0 : 2,
          pointRadius: long && !dots ? 0 : 2.5,
          pointHitRadius: 8,
          barPercentage: 1,
          categoryPercentage: 0.92
        }))
      },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        animation: false,
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
        plugins: {
          tooltip: points.some(p => p.low !== undefined) ? { callbacks: { title: () => '' } } : {},
          legend: {
            display: chart.series.length > 1,
            labels: { color: variable('--ink'), boxWidth: 14, boxHeight: bars ? 10 : 2 }
          }
        },
        scales: {
          x: Object.assign(axis(chart.xTitle), bars ? { offset: true } : dots ? {} : counted(points)),
          y: Object.assign(axis(chart.yTitle), bars ? { beginAtZero: true } : range(points))
        }
      },
      plugins: [whiskers]
    });
  }

  add(page, 'h1', '', report.title);
  const facts = add(page, 'div', 'facts');
  for (const fact of report.facts) {
    const card = add(facts, 'div', 'card');
    add(card, 'div', 'name', fact.name);
    add(card, 'div', 'value', fact.value);
  }

  if (report.tables.length) section('Figures');
  for (const table of report.tables) {
    const card = add(page, 'div', 'card wide');
    add(card, 'h3', '', table.title);
    add(card, 'p', 'note', table.note);
    const element = add(card, 'table');
    table.rows.forEach((row, i) => {
      const line = add(element, 'tr');
      row.forEach(cell => add(line, i === 0 ? 'th' : 'td', '', cell));
    });
  }

  if (report.matrices.length) section('Confusion');
  for (const matrix of report.matrices) {
    const card = add(page, 'div', 'card wide');
    add(card, 'h3', '', matrix.title);
    add(card, 'p', 'note', matrix.note + '; rows: true class, columns: taken for');
    const element = add(card, 'table', 'matrix');
    const head = add(element, 'tr');
    add(head, 'th', '', '');
    matrix.classes.forEach(name => add(head, 'th', 'slanted', name));
    matrix.rows.forEach((row, i) => {
      const line = add(element, 'tr');
      add(line, 'td', '', matrix.classes[i]);
      const sum = row.reduce((a, b) => a + b, 0) || 1;
      row.forEach((count, j) => {
        const cell = add(line, 'td', i === j ? 'hit' : 'miss', count === 0 ? '' : String(count));
        cell.style.setProperty('--share', Math.round(100 * count / sum) + '%');
      });
    });
  }

  if (report.charts.length) section('Curves');
  const grid = add(page, 'div', 'charts');
  for (const chart of report.charts) {
    const card = add(grid, 'div', 'card');
    add(card, 'h3', '', chart.title);
    add(card, 'p', 'note', chart.note);
    const canvas = add(add(card, 'div', 'plot'), 'canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', chart.title);
    charts.push({ chart: chart, canvas: canvas, drawn: paint(chart, canvas) });
  }
  dark.addEventListener('change', () => {
    for (const entry of charts) {
      entry.drawn.destroy();
      entry.drawn = paint(entry.chart, entry.canvas);
    }
  });

  if (report.neighbours.length) section('Which pictures fit a sound');
  for (const found of report.neighbours) {
    const card = add(page, 'div', 'card wide');
    add(card, 'p', 'note', found.caption);
    const sound = add(card, 'audio');
    sound.controls = true;
    sound.preload = 'none';
    sound.src = found.sound;
    const hits = add(card, 'div', 'hits');
    for (const hit of found.hits) {
      const figure = add(hits, 'figure');
      const picture = add(figure, 'img');
      picture.src = hit.strip;
      picture.alt = hit.caption;
      add(figure, 'span', 'tag ' + (hit.own ? 'good' : 'plain'), hit.own ? 'its own' : 'another');
      add(figure, 'figcaption', 'note', hit.caption);
    }
  }

  if (report.examples.length) section('Examples');
  const examples = add(page, 'div', 'examples');
  for (const example of report.examples) {
    const card = add(examples, 'div', 'card');
    add(card, 'span', 'tag plain', example.aligned ? 'in sync' : 'out of sync');
    if (example.right !== null) {
      add(card, 'span', 'tag ' + (example.right ? 'good' : 'bad'), example.right ? 'judged right' : 'judged wrong');
    }
    const picture = add(card, 'img');
    picture.src = example.strip;
    picture.alt = example.caption;
    const sound = add(card, 'audio');
    sound.controls = true;
    sound.preload = 'none';
    sound.src = example.sound;
    add(card, 'p', 'note', example.caption);
  }

  if (report.texts.length) section('Where this comes from');
  for (const text of report.texts) {
    const card = add(page, 'details', 'card');
    add(card, 'summary', '', text.title);
    add(card, 'pre', '', text.text);
  }
  add(page, 'footer', '', 'Written by avts. Charts: Chart.js (MIT licence). This file needs no network.');
})();
