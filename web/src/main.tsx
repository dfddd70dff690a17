import '@mantine/core/styles.css';
import './frame/tokens.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from './api/problem';
import { theme } from './frame/theme';
import { router } from './router';
import { TextProvider, textReady } from './text/text';

// The server gives every answer a nonce; style elements without it do not count.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce);

const cache = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // What was refused stays refused; only a broken line is worth another try.
      retry: (count, error) => count < 2 && !(error instanceof Problem),
    },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
const tree = (
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <TextProvider>
        <QueryClientProvider client={cache}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </TextProvider>
    </MantineProvider>
  </StrictMode>
);
void textReady().then(() => createRoot(root).render(tree));
