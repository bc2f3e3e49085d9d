// Where the page begins. The style of plain elements and of the frame comes first, so that views can change it.
import './style/tokens.css';
import './style/elements.css';
import './style/shell.css';
import { render } from 'preact';
import { Page } from './shell/page.tsx';

render(<Page />, document.getElementById('page') as HTMLElement);
