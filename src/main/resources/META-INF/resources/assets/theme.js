// Runs before the page is painted, so that a chosen scheme does not flash.
try {
  const chosen = localStorage.getItem('theme');
  if (chosen === 'dark' || chosen === 'light') {
    document.documentElement.dataset.theme = chosen;
  }
} catch {
  // Without storage the system's scheme is used.
}
