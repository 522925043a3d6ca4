import { Component, type ReactNode } from 'react';
import { FaultNote } from './fault-note.tsx';

type Props = {
  /** What fails, as a sentence begins with it: `The canvas`. */
  readonly what: string;
  readonly children: ReactNode;
};
type State = { readonly fault: Error | null };

/** Holds a fault where it happened: the rest of the window goes on, and the document is kept outside of all this. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { fault: null };

  static getDerivedStateFromError(fault: unknown): State {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) };
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (!fault) return this.props.children;
    return <FaultNote what={this.props.what} fault={fault} onAgain={() => this.setState({ fault: null })} />;
  }
}
