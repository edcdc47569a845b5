// Makes src/api/schema.ts of the server's OpenAPI document: node scripts/schema.mjs openapi.json > src/api/schema.ts
// and src/api/admin.ts: node scripts/schema.mjs openapi.json admin > src/api/admin.ts
import { readFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';

const document = JSON.parse(readFileSync(process.argv[2], 'utf8'));
// The requests are few and written by hand; only what they carry is made.
document.paths = {};
// Only what the page uses: the rest would be thousands of lines that nobody reads.
const used = new Set([
    'LiveBatch',
    'ProtocolViewIReadOnlyList',
    'ChangeViewPages',
    'TimelineViewPages',
    'PrincipalView',
    'PreviewView',
    'PreflightView',
    'SeriesView',
]);
// What only those pages use that run the server: a file of its own, so that both stay readable.
const admin = new Set([
    'AlertViewListing',
    'AlertRuleViewListing',
    'ChannelViewListing',
    'ChannelTestView',
    'NodeViewIReadOnlyList',
    'JournalView',
    'VersionView',
    'SettingViewIReadOnlyList',
    'UserViewListing',
    'KeyViewListing',
    'KeyIssuedView',
    'ExportView',
    'ImportView',
]);
const wanted = process.argv[3] === 'admin' ? admin : used;
document.components = {
    schemas: Object.fromEntries(Object.entries(document.components.schemas).filter(([name]) => wanted.has(name))),
};

// References into the middle of a schema have no name in TypeScript: what they point to becomes a schema of its own.
const schemas = document.components.schemas;
const isInside = (ref) => ref.split('/').length > 4;
function references(node, found = []) {
    if (node === null || typeof node !== 'object') return found;
    if (typeof node.$ref === 'string' && isInside(node.$ref)) found.push(node);
    for (const inner of Object.values(node)) references(inner, found);
    return found;
}
const moved = new Map();
// The innermost first: a path must not lead through what was moved.
const deep = references(schemas).sort((a, b) => b.$ref.length - a.$ref.length);
for (const node of deep) {
    if (!moved.has(node.$ref)) {
        const path = node.$ref.slice(2).split('/');
        const name = path
            .slice(3)
            .filter((p) => p !== 'properties')
            .map((p) => p[0].toUpperCase() + p.slice(1))
            .join('');
        const last = path.pop();
        const parent = path.reduce((at, part) => at[part], document);
        const own = path[2] + name;
        schemas[own] = parent[last];
        parent[last] = { $ref: `#/components/schemas/${own}` };
        moved.set(node.$ref, parent[last].$ref);
    }
    node.$ref = moved.get(node.$ref);
}

const made = astToString(await openapi(document, { alphabetize: false, emptyObjectsUnknown: true }));
process.stdout.write(`// Made by scripts/schema.mjs of the server's OpenAPI document; a test compares.\n${made}`);
