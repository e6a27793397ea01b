/** @type {import('@docusaurus/types').Config} */
export default {
  title: 'A site with simulations',
  url: 'https://example.org',
  baseUrl: '/docusaurus/',
  headTags: [{ tagName: 'link', attributes: { rel: 'icon', href: 'data:,' } }],
  onBrokenLinks: 'throw',
  presets: [
    [
      'classic',
      { docs: { routeBasePath: '/' }, blog: false, theme: { customCss: './src/css/relayscope.css' } },
    ],
  ],
};
