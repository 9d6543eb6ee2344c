// Times in words: the same as the server's, so that a page does not change its tone when it comes alive.
function span(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const whole = (number, unit) => `${Math.floor(number)} ${unit}`;
  if (seconds < 60) {
    return whole(seconds, 's');
  }
  if (seconds < 3600) {
    return whole(seconds / 60, 'min');
  }
  if (seconds < 86_400) {
    const minutes = Math.floor((seconds % 3600) / 60);
    return whole(seconds / 3600, 'h') + (minutes === 0 ? '' : ` ${minutes} min`);
  }
  const hours = Math.floor((seconds % 86_400) / 3600);
  return whole(seconds / 86_400, 'd') + (hours === 0 ? '' : ` ${hours} h`);
}

export const words = {
  fromNow: (at, now) => (at > now ? `in ${span(at - now)}` : `${span(now - at)} ago`),
  clock: at => new Date(at).toLocaleTimeString('en-GB', { timeZone: document.body.dataset.zone }),
};
