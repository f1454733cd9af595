// Every call of the auth service: where it is, and what answers it.
import {
  checkIfUserExists,
  checkUsernameIsFree,
  deleteUser,
  editUserBasic,
  editUserContact,
  listSecurityHistory,
  queryUsers,
  setUserProfile,
  showUser,
} from './account.ts';
import { getCaptchaData, initCaptcha, introspectCaptcha, verifyCaptchaData } from './captcha.ts';
import { signedIn } from './current-user.ts';
import { getPublicKey } from './encryption.ts';
import { reauthenticate, resetPassword, updatePassword } from './passwords.ts';
import {
  bindUserProvider,
  getProviderUri,
  grantProviderToken,
  listUserProviders,
  patchProviderToken,
  signInWithProvider,
  unbindUserProvider,
} from './providers.ts';
import { refuse } from './refusal.ts';
import type { Rule } from './request.ts';
import { signInByCode, signInEncrypted, updatePasswordEncrypted } from './second-version.ts';
import { grantClientCredential } from './server-credential.ts';
import { introspectToken, revokeAllDevices, revokeDevice, revokeToken, signOut } from './sessions.ts';
import { grantToken, signIn, signInAnonymously, signInCustom } from './sign-in.ts';
import { signUp } from './sign-up.ts';
import { sudo } from './sudo.ts';
import { sendVerification, verifyCode } from './verification.ts';

export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The members of the body that the rule knows as text; others are ignored, as the service takes several generations of clients. */
  readonly fields: readonly string[];
  readonly rule: Rule;
};

/** Calls of the contract that other programs and mini-programs make, not people: the mock refuses them in so many words. */
const notOffered: Rule = () => refuse('unimplemented', 'the mock gateway does not offer this call');

const address = ['phone_number', 'email'];
const profile = ['username', 'gender', 'email', 'phone'];
const grant = ['grant_type', 'refresh_token', 'username', 'password', 'client_id'];

const rows: readonly [method: Route['method'], path: string, rule: Rule, fields?: readonly string[]][] = [
  ['POST', 'v1/verification', sendVerification, [...address, 'target', 'usage', 'email_redirect_to']],
  ['POST', 'v1/verification/verify', verifyCode, ['verification_id', 'verification_code']],
  ['POST', 'v1/signin', signIn, ['username', 'password', 'verification_token']],
  [
    'POST',
    'v1/signup',
    signUp,
    [
      ...[...address, 'verification_token', 'provider_token', 'anonymous_token'],
      ...['username', 'password', 'name', 'gender', 'picture', 'locale'],
    ],
  ],
  ['POST', 'v1/signin/anonymously', signInAnonymously],
  ['POST', 'v1/signin/with/provider', signInWithProvider, ['provider_token', 'provider_id']],
  ['POST', 'v1/signin/custom', signInCustom, ['provider_id', 'ticket']],
  ['POST', 'v1/token', grantToken, grant],
  ['POST', 'v1/token/clientCredential', grantClientCredential, ['grant_type']],
  ['GET', 'v1/token/introspect', introspectToken],
  ['POST', 'v1/revoke', revokeToken, ['token']],
  ['POST', 'v1/reset', resetPassword, [...address, 'new_password', 'verification_token']],
  ['GET', 'v1/provider/uri', getProviderUri],
  ['POST', 'v1/provider/token', grantProviderToken, ['provider_id', 'provider_code', 'provider_redirect_uri']],
  ['PATCH', 'v1/provider/token', patchProviderToken, ['provider_token']],
  ['POST', 'v1/captcha/data', getCaptchaData],
  ['POST', 'v1/captcha/data/verify', verifyCaptchaData, ['token', 'key']],
  ['POST', 'v1/captcha/init', initCaptcha],
  ['POST', 'v1/captcha/introspect', introspectCaptcha, ['token']],
  ['GET', 'v1/checkUsername', signedIn(checkUsernameIsFree)],
  ['GET', 'v1/checkIfUserExist', checkIfUserExists],

  ['GET', 'v1/user/me', signedIn(showUser)],
  ['DELETE', 'v1/user/me', signedIn(deleteUser)],
  ['POST', 'v1/user/signout', signedIn(signOut), ['redirect_uri', 'state']],
  [
    'POST',
    'v1/user/basic/edit',
    editUserBasic,
    [
      ...[...profile, 'nickname', 'description', 'avatar_url', 'user_id'],
      ...['encrypt_password', 'encrypt_new_password', 'public_key_thumbprint'],
    ],
  ],
  [
    'PATCH',
    'v1/user/password',
    signedIn(updatePassword),
    ['new_password', 'old_password', 'confirm_password', 'verify_code', 'sudo_token'],
  ],
  ['POST', 'v1/user/sudo', signedIn(sudo), ['password', 'verification_token']],
  ['POST', 'v1/user/reauthenticate', signedIn(reauthenticate), ['verify_opt']],
  ['GET', 'v1/user/provider', signedIn(listUserProviders)],
  ['POST', 'v1/user/provider/bind', signedIn(bindUserProvider), ['provider_token']],
  ['DELETE', 'v1/user/provider/:provider_id', signedIn(unbindUserProvider)],
  ['PATCH', 'v1/user/profile', signedIn(setUserProfile), [...profile, 'name', 'picture', 'locale']],
  ['PATCH', 'v1/user/contact', signedIn(editUserContact), [...address, 'sudo_token', 'verification_token']],
  ['GET', 'v1/user/query', signedIn(queryUsers)],
  ['DELETE', 'v1/user/revoke/all', signedIn(revokeAllDevices)],
  ['DELETE', 'v1/user/authorized/devices/:device_id', signedIn(revokeDevice)],
  ['GET', 'v1/user/security/history', signedIn(listSecurityHistory)],

  [
    'POST',
    'v2/signin/username',
    signInEncrypted,
    ['params', 'public_key_thumbprint', 'username', 'password', 'verification_token'],
  ],
  ['POST', 'v2/signin/verificationcode', signInByCode, ['verification_id', 'verification_code']],
  ['POST', 'v2/signin/with/provider', signInWithProvider, ['provider_token', 'provider_id']],
  ['POST', 'v2/token', grantToken, grant],
  ['GET', 'v2/user/me', signedIn(showUser)],
  ['POST', 'v2/signin/publichkey', getPublicKey],
  [
    'POST',
    'v2/signin/password/update',
    updatePasswordEncrypted,
    ['username', 'password', 'new_password', 'public_key_thumbprint'],
  ],

  ['PATCH', 'v1/user/trans/by/provider', notOffered],
  ['POST', 'v1/user/provider/:provider_id/trans', notOffered],
  ['POST', 'v1/user/authorize', notOffered],
  ['GET', 'v1/user/authorize/info', notOffered],
  ['POST', 'v1/user/device/authorize', notOffered],
  ['POST', 'v1/device/code', notOffered],
  ['POST', 'v1/signin/wechat/noauth', notOffered],
  ['POST', 'v1/qrcode/generate', notOffered],
  ['POST', 'v1/qrcode/get/status', notOffered],
  ['POST', 'v1/mgr/provider/providerSubType', notOffered],
  ['GET', 'v1/plugin/weda/userinfo', notOffered],
];

export const routes: readonly Route[] = rows.map(([method, path, rule, fields = []]) => ({
  method,
  path: `/auth/${path}`,
  fields,
  rule,
}));
