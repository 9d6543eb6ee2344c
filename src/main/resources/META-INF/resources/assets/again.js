// On a page that tells of a trouble that passes: looks every five seconds, and shows what was asked for once it is there.
const LOOK_EVERY = 5000;

document.getElementById('again').textContent = 'This page looks again every 5 s by itself.';
setInterval(async () => {
  if (document.hidden) {
    return;
  }
  try {
    if ((await fetch(location.href, { headers: { Accept: 'text/html' } })).status !== 503) {
      location.reload();
    }
  } catch {
    // It does not answer at all; the next look may find it back.
  }
}, LOOK_EVERY);
