// What the page's buttons do. The passkeys themselves are in passkeys.js.
import { register, rpc, signIn, tidyUp } from './passkeys.js';

const $ = (id) => document.getElementById(id);
const say = (text) => { $('status').textContent = text; };
let autofill;
let token;

function show(signedIn) {
  $('signed-in').hidden = !signedIn;
  $('signed-out').hidden = signedIn;
  $('redeem').hidden = true;
  (signedIn ? $('nickname') : $('email')).focus();
}

async function list() {
  const passkeys = await rpc('webauthn_list_credentials');
  $('passkeys').replaceChildren(...passkeys.map(({ credential_id, nickname, created_at }) => {
    const name = nickname ?? `Passkey of ${new Date(created_at).toLocaleDateString()}`;
    const item = document.createElement('li');
    const remove = document.createElement('button');
    remove.textContent = 'Remove';
    remove.setAttribute('aria-label', `Remove ${name}`);
    remove.onclick = attempt(async () => {
      await rpc('webauthn_delete_credential', { credential_id });
      await Promise.all([list(), tidyUp()]);
      say('The passkey was removed.');
    });
    item.append(name, remove);
    return item;
  }));
}

async function signedIn(result) {
  if (!result.verified) return say(`That did not work (${result.reason}).`);
  show(true);
  await Promise.all([list(), tidyUp()]);
  say(`You are signed in as user ${result.user_id}.`);
}

// A ceremony the user gave up, or for which there is no passkey, ends with an error: it is said, and all stays as it was.
const attempt = (action) => async (event) => {
  event.preventDefault();
  autofill?.abort();
  try {
    await action();
  } catch (error) {
    say(error.name === 'InvalidStateError' ? 'This device has a passkey for you already.' : `That did not work: ${error.message}`);
  }
};
const when = (id, event, action) => $(id).addEventListener(event, attempt(action));

when('sign-in', 'submit', async () => signedIn(await signIn($('email').value || undefined)));
when('send-code', 'click', async () => {
  token = (await rpc('create_login_token', { email: $('email').value })).token_id;
  $('redeem').hidden = false;
  $('code').focus();
  say('If the address is right, a code is on its way to it.');
});
when('redeem', 'submit', async () => signedIn(await rpc('verify_login_token', { token, code: $('code').value })));
when('add', 'submit', async () => {
  const result = await register($('nickname').value || undefined);
  await list();
  say(result.verified ? 'The passkey was added. Sign out and try it.' : `That did not work (${result.reason}).`);
});
when('sign-out', 'click', async () => {
  await rpc('sign_out');
  show(false);
  say('You are signed out.');
});

// Passkeys among the suggestions of the e-mail field, until something else is chosen. A challenge is good for five
// minutes, so a new one is asked for before that.
function offerPasskeys() {
  autofill = new AbortController();
  const renewal = setTimeout(() => { autofill.abort(); offerPasskeys(); }, 4 * 60_000);
  signIn(undefined, { mediation: 'conditional', signal: autofill.signal })
    .then(signedIn).catch(() => {}).finally(() => clearTimeout(renewal));
}

if (await PublicKeyCredential.isConditionalMediationAvailable?.()) offerPasskeys();
