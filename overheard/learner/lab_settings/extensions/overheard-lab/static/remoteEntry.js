// Two things that JupyterLab leaves out. It draws a picture without its alternative in text, although the output
// carries one (metadata "image/png": {"alt": ...}, else text/plain). And it shows a progress bar on the red ground
// of an error, because both are written to stderr.
// Written by hand in the form that JupyterLab loads: nothing to compile.
(() => {
  const PICTURES = ['image/png', 'image/jpeg'];
  const STDERR = 'application/vnd.jupyter.stderr';
  const BAR = /\d+%\||\bit\/s\]|\bs\/it\]|^\s*$/; // what tqdm writes, and what it leaves when it wipes that away
  const TROUBLE = /Error|Warning|Exception|Traceback/;

  function describe(node, model, kind) {
    const told = (model.metadata[kind] || {}).alt || model.data['text/plain'] || '';
    const text = Array.isArray(told) ? told.join('') : String(told);
    const picture = node.querySelector('img');
    // Not the likes of "<Figure size 640x480 with 1 Axes>"
    if (picture && text && !text.startsWith('<')) picture.alt = text;
  }

  function calm(node) {
    const text = node.textContent;
    node.style.background = BAR.test(text) && !TROUBLE.test(text) ? 'transparent' : '';
  }

  function afterRendering(rendermime, kind, rank, change) {
    const factory = rendermime.getFactory(kind);
    if (!factory) return;
    const createRenderer = options => {
      const renderer = factory.createRenderer(options);
      const render = renderer.renderModel.bind(renderer);
      renderer.renderModel = async model => {
        await render(model);
        change(renderer.node, model, kind);
      };
      return renderer;
    };
    rendermime.addFactory({ ...factory, mimeTypes: [kind], createRenderer }, rank);
  }

  const plugin = {
    id: 'overheard-lab:plugin',
    description: 'Alternatives in text for figures; calm progress bars.',
    autoStart: true,
    activate: app => {
      app.docRegistry.addWidgetExtension('Notebook', {
        createNew: panel => {
          const { rendermime } = panel.content;
          // The ranks are JupyterLab's own for these kinds.
          for (const kind of PICTURES) afterRendering(rendermime, kind, 90, describe);
          afterRendering(rendermime, STDERR, 120, calm);
        }
      });
    }
  };

  globalThis._JUPYTERLAB = globalThis._JUPYTERLAB || {};
  globalThis._JUPYTERLAB['overheard-lab'] = {
    init: () => undefined,
    get: async () => () => ({ __esModule: true, default: plugin })
  };
})();
