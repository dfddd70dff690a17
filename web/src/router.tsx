import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { readSearch, writeSearch } from './frame/address';
import { Broken, Failed, Frame, NotHere } from './frame/Frame';
import { screens } from './screens/list';

const root = createRootRoute({ component: Frame, errorComponent: Broken, notFoundComponent: NotHere });

const routes = screens.map(({ path, load }) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load),
    validateSearch: (search) => search,
  }),
);

export const router = createRouter({
  routeTree: root.addChildren(routes),
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  defaultErrorComponent: Failed,
  scrollRestoration: true,
});
