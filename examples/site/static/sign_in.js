// Signing in with a passkey, by the button or from the suggestions of the address field. Ceremonies are in passkeys.js.
import { signIn } from './passkeys.js';

const $ = (id) => document.getElementById(id);
let autofill;

function say(text) {
  $('status').hidden = false;
  $('status').textContent = text;
}

function finish(result) {
  if (result.verified) location.assign(result.page);
  else say(`That did not work (${result.reason}).`);
}

$('use-passkey').hidden = $('passkey-help').hidden = false;
$('use-passkey').addEventListener('click', async () => {
  autofill?.abort();
  try {
    finish(await signIn($('email').value || undefined));
  } catch (error) {
    // The person gave up, or the device has no passkey for this site.
    say(`That did not work: ${error.message}`);
  }
});

// Passkeys among the suggestions, until something else is chosen. A challenge is good for five minutes, so a new one
// is asked for before that.
function offerPasskeys() {
  autofill = new AbortController();
  const renewal = setTimeout(() => { autofill.abort(); offerPasskeys(); }, 4 * 60_000);
  signIn(undefined, { mediation: 'conditional', signal: autofill.signal })
    .then(finish).catch(() => {}).finally(() => clearTimeout(renewal));
}

if (await PublicKeyCredential.isConditionalMediationAvailable?.()) offerPasskeys();
