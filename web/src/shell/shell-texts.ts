// The words of the page's frame.
import { translated } from '../../../src/metrics/languages.ts';

export const shellTexts = translated({
  en: {
    runs: 'Runs',
    network: 'Network',
    playground: 'Playground',
    views: 'Views',
    language: 'Language',
    colours: 'Colours',
    schemes: { system: 'System', light: 'Light', dark: 'Dark' },
    skip: 'Skip to the content',
    nothingHere: 'There is no such page.',
    viewFailed: (reason: string) => `This view could not be shown: ${reason}`,
    tryAgain: 'Try again',
  },
  zh: {
    runs: '训练',
    network: '网络',
    playground: '试验场',
    views: '视图',
    language: '语言',
    colours: '颜色',
    schemes: { system: '跟随系统', light: '浅色', dark: '深色' },
    skip: '跳到正文',
    nothingHere: '没有这个页面。',
    viewFailed: (reason) => `无法显示此视图：${reason}`,
    tryAgain: '重试',
  },
});
