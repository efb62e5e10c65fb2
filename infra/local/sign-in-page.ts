import type { Person } from './people.ts';

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

/** Write the local page to sign in at: whom to be, or what is wrong. In the cloud it is Cognito's. */
export function signInPage(shown: { people: readonly Person[] } | { problem: string }): string {
  const content =
    'problem' in shown
      ? `<p role="alert">${escaped(shown.problem)}</p>`
      : `<p>These people are made up: this stack runs on your own machine. Two may do everything, so that you can try what needs two persons.</p>
<form method="post">${shown.people.map(buttonOf).join('')}</form>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Sign in – Tradewind on this machine</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 10vh auto; padding: 0 1rem; }
button { display: block; width: 100%; margin: .5rem 0; padding: .7rem 1rem; font: inherit; text-align: start; cursor: pointer; }
small { display: block; opacity: .8; }
</style>
<h1>Who are you?</h1>
${content}
</html>
`;
}

const buttonOf = ({ sub, name, merchant, email, groups }: Person) =>
  `<button name="person" value="${escaped(sub)}">${escaped(name)}, ${escaped(merchant)}<small>${escaped(email)} · ${escaped(
    groups.includes('admin') ? 'may do everything' : `may ${groups.join(', ')}`,
  )}</small></button>`;
