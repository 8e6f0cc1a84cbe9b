// JupyterLab draws a picture without its alternative in text, although the output carries one (metadata
// "image/png": {"alt": ...}, else text/plain). This gives it to the picture, for who hears the page.
// Written by hand in the form that JupyterLab loads: nothing to compile.
(() => {
  const KINDS = ['image/png', 'image/jpeg'];

  function alternative(model, kind) {
    const told = (model.metadata[kind] || {}).alt || model.data['text/plain'] || '';
    const text = Array.isArray(told) ? told.join('') : String(told);
    return text.startsWith('<') ? '' : text; // such as "<Figure size 640x480 with 1 Axes>"
  }

  function describePictures(rendermime) {
    for (const kind of KINDS) {
      const factory = rendermime.getFactory(kind);
      if (!factory) continue;
      const rank = 90; // JupyterLab's own for pictures
      rendermime.addFactory(
        {
          ...factory,
          createRenderer: options => {
            const renderer = factory.createRenderer(options);
            const render = renderer.renderModel.bind(renderer);
            renderer.renderModel = async model => {
              await render(model);
              const text = alternative(model, kind);
              const picture = renderer.node.querySelector('img');
              if (picture && text) picture.alt = text;
            };
            return renderer;
          }
        },
        rank
      );
    }
  }

  const plugin = {
    id: 'overheard-figures:plugin',
    description: 'Alternatives in text for the figures.',
    autoStart: true,
    activate: app => {
      app.docRegistry.addWidgetExtension('Notebook', {
        createNew: panel => {
          describePictures(panel.content.rendermime);
        }
      });
    }
  };

  globalThis._JUPYTERLAB = globalThis._JUPYTERLAB || {};
  globalThis._JUPYTERLAB['overheard-figures'] = {
    init: () => undefined,
    get: async () => () => ({ __esModule: true, default: plugin })
  };
})();
