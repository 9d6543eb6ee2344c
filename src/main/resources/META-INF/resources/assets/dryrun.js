// What a rule that is not saved would do now, as the server's pages show what rules do.
function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

function condition(part) {
  const item = element('li', '',
    element('span', `truth is-${part.value}`, part.value), ' ', element('code', '', part.text), ' ',
    part.note ? element('span', 'quiet', part.note) : null,
    ...part.readings.map(reading => element('span', 'reading', reading)));
  if (part.parts.length > 0) {
    item.append(element('ul', '', ...part.parts.map(condition)));
  }
  return item;
}

function claims(rule) {
  return rule.claims.length === 0 ? null : element('p', '',
    element('span', 'label', 'Would set'), ' ',
    rule.claims.map(claim => `${claim.setting} to ${claim.value}`).join(', '));
}

function run(rule) {
  return element('div', 'run',
    element('p', 'run-head', element('span', `phase is-${rule.state}`, rule.state), ` on ${rule.deviceName}`),
    claims(rule),
    rule.waitsFor ? element('p', 'quiet', `Waits ${rule.waitsFor.replaceAll('`', '')}`) : null,
    element('ul', 'conditions', condition(rule.when)));
}

export function dryRun({ now, notApplicable }) {
  const misfits = notApplicable.map(one => element('p', 'empty', `It does not fit ${one.device}: ${one.reason}`));
  if (now.length === 0 && misfits.length === 0) {
    return [element('p', 'empty', 'It would run on no station: none is selected by its devices.')];
  }
  return [...now.map(run), ...misfits];
}
