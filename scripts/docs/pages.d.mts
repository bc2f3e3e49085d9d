// Types of pages.mjs, for tests.

export const pages: readonly string[];
export type DocumentationLanguage = 'en' | 'zh';
export const languages: Readonly<
  Record<
    DocumentationLanguage,
    {
      readonly folder: string;
      readonly site: string;
      readonly other: { readonly title: string; readonly address: string };
    }
  >
>;
