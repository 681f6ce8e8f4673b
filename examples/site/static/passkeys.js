// All the JavaScript that passkeys need: options come from the database, the browser's answer goes back to it.

export async function rpc(name, args = {}) {
  const response = await fetch(`/rpc/${name}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(args),
  });
  const result = await response.json();
  if (!response.ok) throw new Error(result.message);
  return result;
}

export async function register(nickname) {
  const { token_id, options } = await rpc('webauthn_start_registration');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await navigator.credentials.create({ publicKey });
  return rpc('webauthn_finish_registration', { token_id, credential: credential.toJSON(), nickname });
}

// Without an address any passkey of this site will do. `mediation: 'conditional'` offers them in the autofill of a field.
export async function signIn(email, { mediation, signal } = {}) {
  const { token_id, options } = await rpc('webauthn_start_authentication', { email });
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await navigator.credentials.get({ publicKey, mediation, signal });
  return rpc('webauthn_finish_authentication', { token_id, credential: credential.toJSON() });
}

// Lets the passkey provider forget what was deleted here. Not every browser has this yet.
export async function tidyUp() {
  await PublicKeyCredential.signalAllAcceptedCredentials?.(await rpc('webauthn_signal'));
}
