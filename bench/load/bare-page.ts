/** A page without our code over the same socket: a text node for each scope, and what has come written into it. */
export function barePage(token: string, scopes: readonly string[]): string {
  return `<!doctype html><title>bare</title><body><script>
const scopes = ${JSON.stringify(scopes)};
const nodes = new Map(scopes.map((scope) => {
  const row = document.body.appendChild(document.createElement('p'));
  return [scope, row.appendChild(document.createTextNode('–'))];
}));
const socket = new WebSocket('/v1/ws');
const say = (message) => socket.send(JSON.stringify(message));
socket.onopen = () => say({ type: 'auth', token: ${JSON.stringify(token)} });
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === 'welcome') {
    for (const scope of scopes) say({ type: 'subscribe', scope });
    setInterval(() => socket.send('h'), message.heartbeatSeconds * 1000);
  }
  if (message.type === 'counters') nodes.get(message.scope).data = String(message.concurrent);
};
</script>`;
}
