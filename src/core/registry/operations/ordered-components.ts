/** Topological order that stays deterministic and as good as possible when there are cycles. */

/** Nodes 0..n-1 and, for each, the nodes that must come later. */
export type Successors = readonly (readonly number[])[];

/** Strongly connected components (iterative Tarjan: chains of dependencies may be longer than the stack). */
function components(successors: Successors): number[] {
  const count = successors.length;
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const component = new Array<number>(count).fill(-1);
  const stack: number[] = [];
  let visited = 0;
  let componentCount = 0;
  for (let root = 0; root < count; root++) {
    if (order[root] >= 0) continue;
    const frames: { node: number; next: number }[] = [{ node: root, next: 0 }];
    order[root] = low[root] = visited++;
    stack.push(root);
    while (frames.length > 0) {
      const frame = frames[frames.length - 1];
      const { node } = frame;
      if (frame.next < successors[node].length) {
        const target = successors[node][frame.next++];
        if (order[target] < 0) {
          order[target] = low[target] = visited++;
          stack.push(target);
          frames.push({ node: target, next: 0 });
        } else if (component[target] < 0) {
          low[node] = Math.min(low[node], order[target]);
        }
        continue;
      }
      frames.pop();
      if (frames.length > 0) {
        const parent = frames[frames.length - 1].node;
        low[parent] = Math.min(low[parent], low[node]);
      }
      if (low[node] === order[node]) {
        for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
          component[member] = componentCount;
          if (member === node) break;
        }
        componentCount++;
      }
    }
  }
  return component;
}

function pushHeap(heap: number[], value: number): void {
  let index = heap.push(value) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (heap[parent] <= heap[index]) return;
    [heap[parent], heap[index]] = [heap[index], heap[parent]];
    index = parent;
  }
}

function popHeap(heap: number[]): number | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (heap.length === 0 || last === undefined) return top;
  heap[0] = last;
  for (let index = 0; ; ) {
    const left = index * 2 + 1;
    const right = left + 1;
    let smallest = index;
    if (left < heap.length && heap[left] < heap[smallest]) smallest = left;
    if (right < heap.length && heap[right] < heap[smallest]) smallest = right;
    if (smallest === index) return top;
    [heap[smallest], heap[index]] = [heap[index], heap[smallest]];
    index = smallest;
  }
}

/**
 * Groups of nodes in topological order; of the groups that are ready, the one with the lowest node comes first. A group
 * is one node, or all nodes of a cycle in ascending order.
 */
export function orderedComponents(successors: Successors): number[][] {
  const component = components(successors);
  const members = new Map<number, number[]>();
  component.forEach((id, node) => {
    const list = members.get(id);
    if (list === undefined) members.set(id, [node]);
    else list.push(node);
  });
  const blockers = new Map<number, number>();
  successors.forEach((targets, node) => {
    for (const target of targets) {
      if (component[target] !== component[node]) {
        blockers.set(component[target], (blockers.get(component[target]) ?? 0) + 1);
      }
    }
  });
  const ready: number[] = [];
  for (const [id, nodes] of members) if (!blockers.has(id)) pushHeap(ready, nodes[0]);
  const result: number[][] = [];
  for (let lowest = popHeap(ready); lowest !== undefined; lowest = popHeap(ready)) {
    const nodes = members.get(component[lowest]) as number[];
    result.push(nodes);
    for (const node of nodes) {
      for (const target of successors[node]) {
        const id = component[target];
        if (id === component[node]) continue;
        const left = (blockers.get(id) as number) - 1;
        blockers.set(id, left);
        if (left === 0) pushHeap(ready, (members.get(id) as number[])[0]);
      }
    }
  }
  return result;
}
