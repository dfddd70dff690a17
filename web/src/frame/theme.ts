import { createTheme, type MantineColorsTuple } from '@mantine/core';

const ink: MantineColorsTuple = [
  '#e8eff8',
  '#d3e0f1',
  '#b3cbe8',
  '#93bdf5',
  '#78a5e0',
  '#4f81c2',
  '#2f65a9',
  '#1d4f91',
  '#17417a',
  '#113362',
];

/** The design system's settings; colours of meaning are tokens (tokens.css). */
export const theme = createTheme({
  colors: { ink },
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'sm',
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Liberation Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { transitionProps: { duration: 0 } } },
    // Its head is a <header>, which outside of a section would be the page's.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'sm' } },
    Popover: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'sm' } },
  },
});
