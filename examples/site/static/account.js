// Adding a passkey. The list, renaming and removing are plain forms.
import { register, tidyUp } from './passkeys.js';

const $ = (id) => document.getElementById(id);

function say(text) {
  $('status').hidden = false;
  $('status').textContent = text;
}

$('add').hidden = false;
$('add').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    const result = await register($('nickname').value || undefined);
    if (result.verified) location.reload();
    else say(`That did not work (${result.reason}).`);
  } catch (error) {
    say(error.name === 'InvalidStateError' ? 'This device has a passkey for you already.' : `That did not work: ${error.message}`);
  }
});

await tidyUp();
