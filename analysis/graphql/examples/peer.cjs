// What @graphql-inspector/core says of pairs of schemas: writes DIR/NAME/expected.json beside old.graphql and new.graphql.
// `npm install @graphql-inspector/core graphql` in a folder of its own, then, from there: node peer.cjs DIR
const fs = require('fs');
const path = require('path');
const from = require('module').createRequire(path.join(process.cwd(), 'x'));
const { diff } = from('@graphql-inspector/core');
const { buildSchema } = from('graphql');

(async () => {
  const folder = process.argv[2];
  for (const name of fs.readdirSync(folder)) {
    const file = (side) => fs.readFileSync(path.join(folder, name, `${side}.graphql`), 'utf8');
    let said;
    try {
      const read = (side) => buildSchema(file(side), { assumeValid: true });
      const changes = await diff(read('old'), read('new'));
      said = changes.map((one) => ({ type: one.type, level: one.criticality.level, path: one.path ?? '' }));
    } catch (error) {
      said = { refused: String(error.message) };
    }
    fs.writeFileSync(path.join(folder, name, 'expected.json'), JSON.stringify(said));
  }
})();
