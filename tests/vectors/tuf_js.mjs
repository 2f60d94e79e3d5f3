// Another TUF client and publisher, to agree with: tuf-js.
//   tuf_js.mjs fetch REPO WORK   follows REPO from its first root and downloads
//                                every target that its metadata name
//   tuf_js.mjs publish FROM TO   publishes the targets of the repository FROM anew
//                                in TO, with keys, names and expiries of its own
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(process.env.TUF_JS, 'package.json'));
const { Updater } = require('tuf-js');
const models = require('@tufjs/models');

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

// What the metadata in force name: path -> hash.
function targetsOf(repo) {
  const timestamp = readJson(path.join(repo, 'timestamp.json')).signed;
  const version = timestamp.meta['snapshot.json'].version;
  const { meta } = readJson(path.join(repo, `${version}.snapshot.json`)).signed;
  const targets = {};
  for (const [name, { version: v }] of Object.entries(meta))
    for (const [p, t] of Object.entries(readJson(path.join(repo, `${v}.${name}`)).signed.targets))
      targets[p] = t.hashes.sha256;
  return targets;
}

const hashedName = (p, hash) => path.join(path.dirname(p), `${hash}.${path.basename(p)}`);

async function serve(folder) {
  const server = http.createServer((request, response) => {
    const file = path.join(folder, decodeURIComponent(new URL(request.url, 'http://x').pathname));
    fs.readFile(file, (error, bytes) => {
      response.writeHead(error ? 404 : 200);
      response.end(error ? undefined : bytes);
    });
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}

async function fetchAll(repo, work) {
  const server = await serve(repo);
  const base = `http://127.0.0.1:${server.address().port}`;
  const metadataDir = path.join(work, 'metadata');
  const targetDir = path.join(work, 'targets');
  fs.mkdirSync(metadataDir, { recursive: true });
  fs.mkdirSync(targetDir, { recursive: true });
  fs.copyFileSync(path.join(repo, '1.root.json'), path.join(metadataDir, 'root.json'));
  const updater = new Updater({
    metadataDir, targetDir, metadataBaseUrl: base, targetBaseUrl: `${base}/targets`,
  });
  await updater.refresh();
  const wanted = targetsOf(repo);
  for (const [p, hash] of Object.entries(wanted)) {
    const info = await updater.getTargetInfo(p);
    if (!info) throw new Error(`${p}: is not found`);
    const file = await updater.downloadTarget(info, path.join(targetDir, encodeURIComponent(p)));
    if (sha256(fs.readFileSync(file)) !== hash) throw new Error(`${p}: is another file`);
  }
  if (await updater.getTargetInfo('rev/none')) throw new Error('rev/none: is found');
  server.close();
  const root = readJson(path.join(metadataDir, 'root.json')).signed.version;
  console.log(`tuf-js: root ${root}, ${Object.keys(wanted).length} targets`);
}

function makeKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const hex = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  const key = new models.Key({
    keyID: sha256(hex), keyType: 'ed25519', scheme: 'ed25519', keyVal: { public: hex },
  });
  const signer = (data) => new models.Signature({
    keyID: key.keyID, sig: sign(null, data, privateKey).toString('hex'),
  });
  return { key, signer };
}

function publish(from, to) {
  const common = { specVersion: '1.0.31', expires: '2099-01-01T00:00:00Z' };
  const keys = Object.fromEntries(
    ['root', 'timestamp', 'snapshot', 'targets', 'deputy'].map((role) => [role, makeKey()]));
  const write = (name, signed, role) => {
    const metadata = new models.Metadata(signed);
    metadata.sign(keys[role].signer);
    fs.writeFileSync(path.join(to, name), JSON.stringify(metadata.toJSON(), null, 1));
  };
  fs.mkdirSync(path.join(to, 'targets'), { recursive: true });

  const root = new models.Root({ ...common, version: 1, consistentSnapshot: true });
  for (const role of ['root', 'timestamp', 'snapshot', 'targets']) root.addKey(keys[role].key, role);
  write('1.root.json', root, 'root');

  // The list of issuers by targets itself, what withdraws by a role below it.
  const targets = models.Targets.fromJSON({
    _type: 'targets', spec_version: common.specVersion, version: 4, expires: common.expires,
    targets: {},
    delegations: {
      keys: { [keys.deputy.key.keyID]: keys.deputy.key.toJSON() },
      roles: [{
        name: 'deputy', keyids: [keys.deputy.key.keyID], threshold: 1, terminating: false,
        paths: ['re?/*'],
      }],
    },
  });
  const deputy = new models.Targets({ ...common, version: 5 });
  for (const [p, hash] of Object.entries(targetsOf(from))) {
    const bytes = fs.readFileSync(path.join(from, 'targets', hashedName(p, hash)));
    const file = path.join(to, 'targets', hashedName(p, hash));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, bytes);
    (p.startsWith('rev/') ? deputy : targets).addTarget(
      new models.TargetFile({ path: p, length: bytes.length, hashes: { sha256: hash } }));
  }
  write('4.targets.json', targets, 'targets');
  write('5.deputy.json', deputy, 'deputy');
  const meta = {
    'targets.json': new models.MetaFile({ version: 4 }),
    'deputy.json': new models.MetaFile({ version: 5 }),
  };
  write('6.snapshot.json', new models.Snapshot({ ...common, version: 6, meta }), 'snapshot');
  write('timestamp.json', new models.Timestamp({
    ...common, version: 7, snapshotMeta: new models.MetaFile({ version: 6 }),
  }), 'timestamp');
}

const [action, one, two] = process.argv.slice(2);
if (action === 'fetch') await fetchAll(one, two);
else if (action === 'publish') publish(one, two);
else throw new Error('say fetch or publish');
