// Where the page begins.
import { render } from 'preact';
import { Page } from './shell/page.tsx';
import './style/tokens.css';
import './style/elements.css';
import './style/shell.css';

render(<Page />, document.getElementById('page') as HTMLElement);
