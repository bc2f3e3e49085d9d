// The look of the report's page: one column on a phone, two on a desk, dark where the reader's system is.
import { type Colour, colours, darkColours } from '../plots/palette.ts';

/** The plots' colours are attributes, which any style overrides. */
function plotColours(palette: { readonly [Role in Colour]: string }): string {
  return Object.entries(palette)
    .map(([role, colour]) => `.fill-${role}{fill:${colour}}.stroke-${role}{stroke:${colour}}`)
    .join('');
}

export const pageStyle = `
:root{color-scheme:light dark;--page:#f6f8fa;--card:${colours.background};--ink:${colours.ink};--muted:${colours.muted};--line:${colours.grid};--accent:${colours.train}}
${plotColours(colours)}
@media (prefers-color-scheme:dark){
:root{--page:#0d1117;--card:${darkColours.background};--ink:${darkColours.ink};--muted:${darkColours.muted};--line:${darkColours.grid};--accent:${darkColours.train}}
${plotColours(darkColours)}
}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
main{max-width:1120px;margin:0 auto;padding:24px 16px 64px}
h1{font-size:1.6rem;line-height:1.25;margin:0;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:32px 0 12px}
p{margin:4px 0 12px;color:var(--muted)}
.card+p{margin-top:8px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:12px;margin:20px 0 0}
.tile,.card,figure,details{background:var(--card);border:1px solid var(--line);border-radius:10px}
.tile{padding:12px 16px}
.tile b{display:block;font-size:1.45rem;line-height:1.3;white-space:nowrap;font-variant-numeric:tabular-nums}
.tile:first-child b{color:var(--accent)}
.tile span{color:var(--muted);font-size:.875rem}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:16px}
.plots svg,.wide svg{display:block;width:100%;height:auto}
.card{overflow:hidden}
.scroll,.wide{overflow-x:auto}
.wide svg{min-width:620px}
details{margin-top:12px;padding:8px 16px}
summary{cursor:pointer}
details[open] summary{margin-bottom:8px}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
th,td{padding:5px 12px;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
tbody tr:last-child>*{border-bottom:0}
thead th{color:var(--muted);font-weight:600}
th:first-child{text-align:left}
tbody th{font-weight:500}
.narrow{max-width:820px}
@media (min-width:1000px){
.beside{display:grid;grid-template-columns:minmax(0,1.45fr) minmax(0,1fr);gap:16px}
.beside .wide svg{min-width:0}
.beside .padded{padding:8px}
.beside .scores :is(th,td){padding:5px 6px}
.beside .scores tbody th{white-space:normal}
}
.scores{width:100%}
.scores tbody th{max-width:280px;overflow:hidden;text-overflow:ellipsis}
.scores tbody tr:nth-last-child(-n+2) :is(th,td){color:var(--muted)}
.facts{width:100%}
.facts th,.facts td{padding:3px 12px;text-align:left;vertical-align:top}
.facts td{white-space:normal;overflow-wrap:anywhere}
.facts tbody th{color:var(--muted)}
.padded{padding:12px 16px}
.mistakes{display:grid;grid-template-columns:repeat(auto-fill,minmax(104px,1fr));gap:12px}
figure{margin:0;overflow:hidden}
figure img{display:block;width:100%;height:auto;image-rendering:pixelated;background:#000}
figcaption{padding:6px 8px;font-size:.8125rem;line-height:1.35;overflow-wrap:anywhere}
figcaption b{display:block}
figcaption :is(span,small){display:block;color:var(--muted)}
figcaption small{font-size:.75rem;font-variant-numeric:tabular-nums}
pre{margin:0;padding:16px;overflow-x:auto;font:12px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}
@media (max-width:520px){
main{padding:16px 12px 40px}
.tiles{grid-template-columns:repeat(2,1fr);gap:8px}
.tile:first-child{grid-column:1/-1}
.padded{padding:6px 4px}
table{font-size:.8125rem}
th,td{padding:4px 6px}
.scores th:first-child{white-space:normal}
}
@media print{body{background:#fff}section{break-inside:avoid}}
`;
