/// <reference types="vite/client" />
import { type Edge, type Node, ReactFlow, useEdgesState, useNodesState, type Viewport } from '@xyflow/react';
import { createRoot } from 'react-dom/client';
import '@xyflow/react/dist/style.css';

/** What the page is to draw: handed over by the driver before it asks for the canvas. */
export type BareScene = {
  readonly nodes: readonly { readonly id: string; readonly x: number; readonly y: number }[];
  readonly edges: readonly { readonly id: string; readonly source: string; readonly target: string }[];
  readonly width: number;
  readonly height: number;
  readonly viewport: Viewport;
};

declare global {
  interface Window {
    drawBare(scene: BareScene): void;
  }
}

/** React Flow as its own first page has it: plain nodes, plain edges, every setting left as it comes. */
function Bare({ scene }: { scene: BareScene }) {
  const [nodes, , onNodesChange] = useNodesState<Node>(
    scene.nodes.map(({ id, x, y }) => ({ id, position: { x, y }, data: { label: id } })),
  );
  const [edges, , onEdgesChange] = useEdgesState<Edge>([...scene.edges]);
  return (
    <div style={{ width: scene.width, height: scene.height }}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        defaultViewport={scene.viewport}
        minZoom={0.01}
      />
    </div>
  );
}

const root = createRoot(document.getElementById('root') as HTMLElement);
window.drawBare = (scene) => root.render(<Bare key={performance.now()} scene={scene} />);
