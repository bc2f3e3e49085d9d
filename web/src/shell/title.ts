// The title of the browser's tab, so that several tabs can be told apart.
import { useEffect } from 'preact/hooks';

const plain = 'googlenet studio';

/** While the component is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${plain}`;
    return () => {
      document.title = plain;
    };
  }, [title]);
}
